-- Every claim leads to exactly one fact: none is an orphan, none counts twice.
SELECT claim.claim_id, count(link.fact_id) AS facts
FROM claims AS claim
LEFT JOIN fact_claims AS link USING (claim_id)
GROUP BY claim.claim_id
HAVING facts <> 1
