-- A name that nobody has judged is an entity of its own, marked as a candidate.
DELETE FROM entity_candidates;
DELETE FROM entities WHERE is_candidate;

INSERT INTO entity_candidates BY NAME
SELECT
  weighed.entity_id,
  any_value(weighed.name) AS name,
  any_value(weighed.is_named) AS is_named,
  count(DISTINCT claim.claim_id) AS mentions,
  count(DISTINCT claim.article_id) AS articles,
  min(claim.told_on) AS first_seen,
  max(claim.told_on) AS last_seen,
  any_value(weighed.parent) AS parent,
  any_value(weighed.nearest_id) AS nearest_id,
  any_value(weighed.similarity) AS similarity,
  any_value(weighed.proposals) AS proposals
FROM incoming_candidates AS weighed
JOIN claim_parties AS party USING (entity_id)
JOIN claims AS claim USING (claim_id)
GROUP BY weighed.entity_id
ORDER BY weighed.entity_id;

INSERT INTO entities BY NAME
SELECT
  entity_id,
  candidate.name,
  [] AS aliases,
  [] AS ambiguous,
  [] AS partners,
  candidate.parent,
  weighed.root_id,
  true AS is_candidate,
  candidate.is_named,
  'named in articles' AS source
FROM entity_candidates AS candidate
JOIN incoming_candidates AS weighed USING (entity_id)
ORDER BY entity_id;
