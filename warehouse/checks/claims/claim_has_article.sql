-- Every claim stands in an article that we hold.
SELECT claim.claim_id, claim.page_id, claim.quote
FROM claims AS claim
ANTI JOIN articles AS article USING (page_id)
