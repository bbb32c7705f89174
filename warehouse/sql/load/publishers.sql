INSERT INTO publishers BY NAME
SELECT
  publisher_name(publisher, url, source_id) AS publisher,
  min(publisher_group) AS publisher_group,
  arg_min(tier, ladder.rank) AS tier,
  count(DISTINCT article_id) AS articles,
  min(published) AS first_published,
  max(published) AS last_published
FROM articles
LEFT JOIN tiers AS ladder ON ladder.word = tier
GROUP BY ALL
ORDER BY publisher
