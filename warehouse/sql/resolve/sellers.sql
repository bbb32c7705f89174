-- "A lab and a cloud signed a compute deal" tells nobody who is paid, yet the world does: who makes
-- models and applications buys from who hosts, and everybody buys power from who makes it.
UPDATE claim_parties AS party
SET role = 'object', position = place
FROM (
  SELECT
    claim.claim_id,
    count(*) FILTER (party.role = 'object') AS place,
    list({'name': party.name, 'layer': owner.layer}) FILTER (party.role = 'subject') AS payers,
    list_filter(payers, lambda one: one.layer = 'power') AS power,
    list_filter(payers, lambda one: one.layer = 'hosting') AS hosts,
    list_filter(payers, lambda one: one.layer IN ('models', 'software', 'applications')) AS users,
    CASE
      WHEN len(power) = 1 THEN power[1].name
      WHEN len(hosts) = 1 AND len(users) = 1 THEN hosts[1].name
    END AS seller
  FROM claims AS claim
  JOIN claim_parties AS party USING (claim_id)
  JOIN entities AS entity USING (entity_id)
  JOIN entities AS owner ON owner.entity_id = entity.root_id
  WHERE claim.kind = 'deal' AND claim.judged IS NULL AND claim.claim_id IN (FROM fresh_claims)
    AND claim.role IN ('purchase', 'lease', 'power_purchase')
  GROUP BY claim.claim_id
  HAVING len(payers) = 2 AND bool_and(party.role = 'subject' OR coalesce(party.is_aside, false))
) AS found
WHERE found.claim_id = party.claim_id AND party.role = 'subject' AND party.name = found.seller
