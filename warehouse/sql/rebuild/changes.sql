-- What differs between the facts of two builds, as rows of rebuild_changes.
WITH told AS MATERIALIZED (
  SELECT
    *,
    fact_in_words(
      subject, object, low, high, unit, qualitative, coalesce(role, stage, metric), when_start, when_end
    ) AS words,
    amount_in_words(low, high, unit) AS amount,
    interval_in_words(when_start, when_end) AS dates
  FROM (
    SELECT true AS is_old, * FROM old_facts
    UNION ALL
    SELECT false, * FROM new_facts
  )
  SEMI JOIN differing_facts USING (fact_id)
), old AS (
  FROM told WHERE is_old
), new AS (
  FROM told WHERE NOT is_old
), paired AS MATERIALIZED (
  SELECT old, new
  FROM rebuild_pairs AS pair
  JOIN old ON old.fact_id = pair.old_id
  JOIN new ON new.fact_id = pair.new_id
  WHERE pair.is_pair
), differing AS (
  SELECT
    new.fact_id AS fact_id,
    new.kind AS kind,
    new.words AS words,
    unnest([
      {'change': 'parties', 'was': concat_ws(' – ', old.subject, old.object),
       'is': concat_ws(' – ', new.subject, new.object)},
      {'change': 'amount', 'was': old.amount, 'is': new.amount},
      {'change': 'date', 'was': old.dates, 'is': new.dates},
      {'change': 'sort', 'was': replace(concat_ws(', ', old.kind, old.role, old.stage, old.metric), '_', ' '),
       'is': replace(concat_ws(', ', new.kind, new.role, new.stage, new.metric), '_', ' ')},
      {'change': 'firmness', 'was': old.firmness, 'is': new.firmness},
      {'change': 'state', 'was': old.state, 'is': new.state},
      {'change': 'trust', 'was': if(old.is_trusted, 'trusted', 'in review'),
       'is': if(new.is_trusted, 'trusted', 'in review')},
      {'change': 'sums', 'was': if(old.in_sums, 'in sums', 'in no sum'),
       'is': if(new.in_sums, 'in sums', 'in no sum')},
      {'change': 'evidence', 'was': old.voices::VARCHAR, 'is': new.voices::VARCHAR},
      {'change': 'id', 'was': old.fact_id, 'is': new.fact_id}
    ], recursive := true)
  FROM paired
)
SELECT change, kind, fact_id, nullif(was, '') AS old_value, nullif("is", '') AS new_value, words
FROM differing
WHERE was IS DISTINCT FROM "is"
UNION ALL
SELECT 'appeared', kind, fact_id, NULL, words, words
FROM new ANTI JOIN rebuild_pairs AS pair ON pair.new_id = new.fact_id
UNION ALL
SELECT 'vanished', kind, fact_id, words, NULL, words
FROM old ANTI JOIN rebuild_pairs AS pair ON pair.old_id = old.fact_id
UNION ALL
SELECT 'merged', old.kind, new.fact_id, old.fact_id, new.fact_id, old.words
FROM old
JOIN (
  SELECT old_id, min(new_id) FILTER (is_successor) AS new_id FROM rebuild_pairs
  GROUP BY old_id HAVING NOT bool_or(is_pair)
) AS pair ON pair.old_id = old.fact_id
JOIN new ON new.fact_id = pair.new_id
UNION ALL
SELECT 'split', new.kind, new.fact_id, old.fact_id, new.fact_id, new.words
FROM new
JOIN (
  SELECT new_id, min(old_id) AS old_id FROM rebuild_pairs
  GROUP BY new_id HAVING NOT bool_or(is_pair)
) AS pair ON pair.new_id = new.fact_id
JOIN old ON old.fact_id = pair.old_id
