-- Every claim leads to exactly one fact, and one that a person rejected to none.
SELECT claim.claim_id, count(link.fact_id) AS facts
FROM claims AS claim
LEFT JOIN fact_claims AS link USING (claim_id)
GROUP BY claim.claim_id, claim.judged
HAVING facts <> if(claim.judged IS NOT DISTINCT FROM 'rejected', 0, 1)
