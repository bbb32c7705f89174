-- Changes of weeks whose digest was out before they were recorded, and that no digest has told.
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
JOIN (SELECT unnest($weeks) AS week, unnest($published) AS published_at) AS earlier USING (week)
LEFT JOIN LATERAL (
  SELECT publisher, title FROM evidence WHERE evidence.url = changes.url
  ORDER BY title LIMIT 1
) AS article ON true
WHERE changes.recorded_at > earlier.published_at AND changes.recorded_at > $last_told
ORDER BY changes.weight DESC, changes.fact_id, changes.change
