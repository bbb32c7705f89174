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
), proposed AS (
  SELECT
    candidate.entity_id,
    string_agg(format('{} ({})', known.name, known.entity_id), ', ' ORDER BY candidate.place)
      AS known
  FROM (
    SELECT entity_id, unnest(proposals) AS known_id, generate_subscripts(proposals, 1) AS place
    FROM entity_candidates
  ) AS candidate
  JOIN entities AS known ON known.entity_id = candidate.known_id
  GROUP BY candidate.entity_id
)
SELECT
  [entity_id] AS ids,
  candidate.name AS about,
  [
    so_many(mentions, 'mention') || ' in ' || so_many(articles, 'article')
    || coalesce(format('; like {}, {:.0f} of 100', proposed.known, similarity), ''),
    named.sentence
  ] AS look,
  named.weight
FROM entity_candidates AS candidate
JOIN named USING (entity_id)
LEFT JOIN proposed USING (entity_id)
-- What only describes a thing waits for nobody's judgement: data centers, turbines.
WHERE candidate.is_named
ORDER BY weight DESC, entity_id
