-- The facts that an id means: of a fact, of a claim, of a deal, one of an earlier build, or its beginning.
SELECT DISTINCT fact_id FROM fact_claims
WHERE starts_with(fact_id, $given) OR starts_with(claim_id, $given)
UNION
SELECT fact_id FROM rebuild_changes WHERE change IN ('id', 'merged') AND starts_with(old_value, $given)
ORDER BY fact_id
LIMIT 20
