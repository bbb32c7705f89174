-- The first version of each article, the earliest first; those with a version that is new are new.
SELECT
  article_id,
  minhash,
  first.words,
  is_new OR copy.article_id IS NULL AS is_new,
  copy.followed
FROM (
  SELECT
    read.article_id,
    read.minhash,
    read.words,
    page.fetched_at,
    least(read.published, page.fetched_at::DATE) AS told_on,
    bool_or(stands.page_id IS NULL) OVER (PARTITION BY read.article_id) AS is_new
  FROM incoming_articles AS read
  JOIN pages AS page USING (page_id)
  LEFT JOIN articles AS stands USING (page_id)
  QUALIFY row_number() OVER (PARTITION BY read.article_id ORDER BY page.fetched_at, page_id) = 1
) AS first
LEFT JOIN standing.copies AS copy USING (article_id)
ORDER BY told_on, fetched_at, article_id
