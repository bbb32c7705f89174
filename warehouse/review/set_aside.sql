-- Articles set aside unread, a sample of each run and reason.
SELECT
  [article_id] AS ids,
  concat_ws(': ', reason, title) AS about,
  [url] AS look,
  0.0 AS weight
FROM set_aside
WHERE is_sampled
ORDER BY recorded_at DESC, reason DESC, article_id
