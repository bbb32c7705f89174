-- A name that nobody has judged is an entity of its own, marked as a candidate.
INSERT INTO entity_candidates BY NAME
WITH spelled AS (
  SELECT party.entity_id, party.name, count(*) AS times
  FROM claim_parties AS party
  ANTI JOIN entities USING (entity_id)
  GROUP BY ALL
), named AS (
  SELECT entity_id, arg_max(name, (times, name)) AS name FROM spelled GROUP BY entity_id
)
SELECT
  entity_id,
  any_value(named.name) AS name,
  count(DISTINCT claim.claim_id) AS mentions,
  count(DISTINCT claim.article_id) AS articles,
  min(claim.told_on) AS first_seen,
  max(claim.told_on) AS last_seen,
  any_value(nearest.nearest_id) AS nearest_id,
  any_value(nearest.similarity) AS similarity
FROM named
JOIN claim_parties AS party USING (entity_id)
JOIN claims AS claim USING (claim_id)
LEFT JOIN incoming_nearest AS nearest USING (entity_id)
GROUP BY entity_id
ORDER BY entity_id;

INSERT INTO entities BY NAME
SELECT
  entity_id,
  name,
  [] AS aliases,
  [] AS ambiguous,
  entity_id AS root_id,
  true AS is_candidate,
  'named in articles' AS source
FROM entity_candidates
ORDER BY entity_id;
