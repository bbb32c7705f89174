-- What wanted claims say; other currencies with their dollars when it was told. A rejected
-- claim says nothing.
WITH told AS (
  SELECT
    *,
    CASE WHEN regexp_matches(unit, '^[A-Z]{3}(/|$)') THEN left(unit, 3) END AS currency
  FROM claims
  WHERE claim_id IN (FROM wanted) AND judged IS DISTINCT FROM 'rejected'
)
SELECT
  claim.claim_id, claim.article_id, claim.kind, claim.role, claim.stage,
  claim.metric, claim.low, claim.high, claim.unit, claim.qualifier, claim.when_start,
  claim.when_end, claim.when_kind, claim.qualitative, claim.modality, claim.firmness,
  claim.basis, claim.quote, claim.told_on, claim.recorded_at,
  claim.published IS NULL AS undated,
  rate.usd_per_unit
FROM told AS claim
ASOF LEFT JOIN exchange_rates AS rate
  ON rate.currency = claim.currency AND claim.told_on >= rate.day
ORDER BY claim.claim_id
