-- Facts that exclude each other, with the sentences of both; where a person accepted both, it rests.
WITH accepted AS (
  SELECT DISTINCT fact_id
  FROM claims
  JOIN fact_claims USING (claim_id)
  WHERE judged IN ('accepted', 'corrected')
), told AS (
  SELECT
    fact_id,
    unit,
    stake(coalesce(high, low), unit) AS stake,
    told_fact(kind, subject, object, role, stage, metric, low, high, unit, when_start, when_end)
      AS about,
    told_sentence(first_seen, publisher, quote) AS sentence
  FROM facts
)
SELECT
  [later.fact_id, earlier.fact_id] AS ids,
  later.about,
  [
    concat('against ', earlier.about, ': ', link.reason),
    later.sentence,
    nullif(earlier.sentence, later.sentence)
  ] AS look,
  if(
    later.unit IS NULL,
    later.stake,
    greatest(abs(later.stake - earlier.stake), least(later.stake, earlier.stake) / 100)
  ) AS weight
FROM fact_links AS link
JOIN told AS later USING (fact_id)
JOIN told AS earlier ON earlier.fact_id = link.other_fact_id
WHERE link.relation = 'contradicts'
  AND NOT (later.fact_id IN (FROM accepted) AND earlier.fact_id IN (FROM accepted))
ORDER BY weight DESC, ids
