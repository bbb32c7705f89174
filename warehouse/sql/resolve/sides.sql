SELECT claim_id, role, entity_id, name, written
FROM claim_parties
WHERE claim_id IN (FROM wanted) AND is_aside IS NOT TRUE
ORDER BY claim_id, role, position
