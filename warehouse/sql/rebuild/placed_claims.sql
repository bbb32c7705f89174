-- Each claim with its fact, and the sentence by which a better reading of it is known again.
SELECT placed.fact_id, claim.claim_id, claim.page_id, claim.kind, claim.quote
FROM fact_claims AS placed JOIN claims AS claim USING (claim_id)
