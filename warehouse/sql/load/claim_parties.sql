-- Entities are left as the reader saw them; resolving them comes after loading.
INSERT INTO claim_parties BY NAME
SELECT DISTINCT ON (claim_id, role, position) party.*
FROM incoming_parties AS party
SEMI JOIN fresh_claims USING (claim_id)
ORDER BY claim_id, role, position, char_start
