-- Changes of weeks whose digest is out that nobody could know when the last digest came out: what
-- today's program makes of the pages recorded by then is no news, even where it was not read then.
WITH known AS (
  SELECT change, fact_id, other_fact_id, changed_on FROM week_changes_as_of($last_told::TIMESTAMP)
)
SELECT
  changes.change,
  changes.kind,
  changes.summary,
  changes.quote,
  changes.url,
  article.publisher,
  article.title,
  changes.voices,
  changes.best_tier,
  changes.firmness,
  changes.verdict,
  changes.changed_on,
  changes.fact_id
FROM week_changes AS changes
ANTI JOIN known
  ON known.change = changes.change
  AND known.fact_id = changes.fact_id
  AND known.other_fact_id IS NOT DISTINCT FROM changes.other_fact_id
  -- Told still earlier by a late article, a new fact is the one that was told before.
  AND (changes.change = 'new' OR known.changed_on = changes.changed_on)
LEFT JOIN LATERAL (
  SELECT publisher, title FROM evidence WHERE evidence.url = changes.url
  ORDER BY title LIMIT 1
) AS article ON true
WHERE list_contains($weeks, changes.week)
ORDER BY changes.weight DESC, changes.fact_id, changes.change
