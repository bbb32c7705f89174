-- Every party of a claim is an entity or a candidate.
SELECT party.claim_id, party.role, party.name, party.entity_id
FROM claim_parties AS party
ANTI JOIN entities USING (entity_id)
ORDER BY ALL
