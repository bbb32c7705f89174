-- Every fact stands on at least one claim.
WITH supported AS (SELECT link.fact_id FROM fact_claims AS link JOIN claims USING (claim_id))
SELECT fact.fact_id, fact.kind
FROM facts AS fact
ANTI JOIN supported USING (fact_id)
