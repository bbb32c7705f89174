-- The changes of one week, the weightiest first, each with the sentence that carries it.
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
LEFT JOIN LATERAL (
  SELECT publisher, title FROM evidence WHERE evidence.url = changes.url
  ORDER BY title LIMIT 1
) AS article ON true
WHERE changes.week = $week
ORDER BY changes.weight DESC, changes.fact_id, changes.change
