-- set_aside: One row per article in which no claims were looked for, because a quick test of its words found that it could hold none. What that test misses can be seen in the sample: read it now and then.
-- article_id: The article.
-- page_id: The page, that is the version of the article.
-- reason: Why: another language, another subject, or the subject without any amount or relation.
-- title: Title of the article.
-- url: Address of the article.
-- publisher: Who published it.
-- words: Number of words in its text.
-- recorded_at: When the run fetched it (UTC).
-- in_run: Number of articles of this run that were set aside for this reason.
-- is_sampled: Whether it is one of five of its run and reason, drawn by their hashes.
SELECT
  article_id,
  page_id,
  set_aside AS reason,
  title,
  url,
  publisher,
  words,
  recorded_at,
  count(*) OVER run AS in_run,
  row_number() OVER (run ORDER BY page_id) <= 5 AS is_sampled
FROM articles
WHERE set_aside IS NOT NULL
WINDOW run AS (PARTITION BY recorded_at, set_aside)
