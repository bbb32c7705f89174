-- Facts that hold every word that was searched for, those with the words in their names first.
WITH worded AS (
  SELECT
    fact_id, kind, firmness, state, voices, first_seen, is_trusted, usd_high, quote,
    fact_in_words(
      subject, object, low, high, unit, qualitative, coalesce(role, stage, metric), when_start,
      when_end
    ) AS words
  FROM facts
)
SELECT
  fact_id, kind, words, firmness, state, voices, first_seen, is_trusted, quote,
  len(list_filter($words, lambda w: contains(lower(words), w))) AS named
FROM worded
WHERE len(list_filter($words, lambda w: contains(lower(concat_ws(' ', kind, words, quote)), w)))
  = len($words)
ORDER BY named DESC, is_trusted DESC, usd_high DESC NULLS LAST, voices DESC, fact_id
LIMIT $most
