SELECT
  entity_id,
  mode(name ORDER BY name) AS name,
  list(DISTINCT written ORDER BY written)[:20] AS written
FROM claim_parties
WHERE starts_with(entity_id, $1)
GROUP BY entity_id
ORDER BY count(*) DESC, entity_id
