-- Names that the registry does not know, by what the facts are worth that name them.
WITH named AS (
  SELECT
    party.entity_id,
    sum(stake(coalesce(fact.high, fact.low), fact.unit)) AS weight,
    arg_max(
      told_sentence(fact.first_seen, fact.publisher, fact.quote), (fact.usd_high, fact.fact_id)
    ) AS sentence
  FROM (SELECT DISTINCT entity_id, fact_id FROM fact_parties WHERE is_candidate) AS party
  JOIN facts AS fact USING (fact_id)
  GROUP BY party.entity_id
)
SELECT
  [entity_id] AS ids,
  candidate.name AS about,
  [
    format('{} mentions in {} articles', mentions, articles)
    || coalesce(
      format('; like {} ({}, {:.0f} of 100)', known.name, nearest_id, similarity), ''
    ),
    named.sentence
  ] AS look,
  -- What begins with a small letter mostly is a thing: data centers, turbines.
  named.weight * if(regexp_matches(candidate.name, '^[a-z]'), 0.01, 1) AS weight
FROM entity_candidates AS candidate
JOIN named USING (entity_id)
LEFT JOIN entities AS known ON known.entity_id = candidate.nearest_id
ORDER BY weight DESC, entity_id
