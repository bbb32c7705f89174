SELECT claim_id, role, entity_id, name, written
FROM claim_parties
ORDER BY claim_id, role, position
