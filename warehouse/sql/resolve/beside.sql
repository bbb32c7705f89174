-- The claims of the sentences of wanted ones.
SELECT DISTINCT beside.claim_id
FROM claims AS claim
JOIN claims AS beside USING (article_id, quote)
WHERE claim.claim_id IN (FROM wanted)
