-- Versions of an article are its pages in the order in which they were fetched.
INSERT INTO articles BY NAME
WITH parsed AS (
  SELECT * FROM incoming_articles
  WHERE article_id IN (
    SELECT article_id FROM touched_articles
    UNION
    SELECT leader FROM incoming_copies SEMI JOIN touched_articles USING (article_id)
  )
  QUALIFY row_number() OVER (PARTITION BY page_id ORDER BY article_id) = 1
), owned AS (
  -- Whatever one owner publishes is one voice.
  SELECT lower(publisher) AS name, lower(min(publisher_group)) AS publisher_group
  FROM publisher_groups
  GROUP BY ALL
), versions AS (
  SELECT
    parsed.* EXCLUDE (minhash),
    page.source_id,
    page.fetched_at AS recorded_at,
    row_number() OVER version AS version,
    row_number() OVER (
      PARTITION BY parsed.article_id ORDER BY page.fetched_at DESC, parsed.page_id DESC
    ) = 1 AS is_latest,
    coalesce(
      owned.publisher_group, lower(publisher_name(parsed.publisher, parsed.url, page.source_id))
    ) AS publisher_group,
    copy.leader AS duplicate_group
  FROM parsed
  JOIN pages AS page USING (page_id)
  JOIN incoming_copies AS copy USING (article_id)
  LEFT JOIN owned ON owned.name = lower(publisher_name(parsed.publisher, parsed.url, page.source_id))
  WINDOW version AS (PARTITION BY parsed.article_id ORDER BY page.fetched_at, parsed.page_id)
)
SELECT
  versions.*,
  -- Machines retell what others say: they are no voice of their own.
  CASE WHEN NOT machine_written THEN leader.publisher_group END AS voice
FROM versions
SEMI JOIN touched_articles USING (article_id)
JOIN (SELECT article_id, publisher_group FROM versions WHERE version = 1) AS leader
  ON leader.article_id = versions.duplicate_group
ORDER BY recorded_at, article_id, version
