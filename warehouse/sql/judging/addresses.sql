-- Articles that judgements speak of, each with the addresses under which they name it.
CREATE OR REPLACE TEMP TABLE judged_articles AS
SELECT article_id, list(DISTINCT address ORDER BY address) AS addresses
FROM (
  SELECT article_id, unnest([article.url, page.url, 'page:' || page_id]) AS address
  FROM articles AS article
  JOIN pages AS page USING (page_id)
)
WHERE address IN (SELECT address FROM incoming_addresses)
GROUP BY article_id
