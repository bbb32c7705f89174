-- What the week's reading amounts to.
SELECT
  (SELECT count(*) FROM articles WHERE is_latest AND published BETWEEN $first AND $last) AS articles,
  (SELECT count(DISTINCT publisher_group) FROM articles
   WHERE is_latest AND published BETWEEN $first AND $last) AS publishers,
  (SELECT count(*) FROM evidence WHERE told_on BETWEEN $first AND $last) AS claims,
  (SELECT count(*) FROM facts WHERE first_seen BETWEEN $first AND $last AND is_trusted) AS facts,
  (SELECT count(*) FROM facts WHERE first_seen BETWEEN $first AND $last AND NOT is_trusted)
    AS in_review
