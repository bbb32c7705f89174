UPDATE claim_parties AS party
SET entity_id = found.entity_id
FROM incoming_names AS found
WHERE found.name = party.name
  AND found.read IS NOT DISTINCT FROM party.entity_id
  AND found.in_context = (party.char_start IS NOT NULL)
  AND party.claim_id IN (SELECT claim_id FROM fresh_claims)
