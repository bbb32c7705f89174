SELECT
  claim.claim_id, claim.article_id, article.voice, claim.kind, claim.role, claim.stage,
  claim.metric, claim.low, claim.high, claim.unit, claim.qualifier, claim.when_start,
  claim.when_end, claim.when_kind, claim.qualitative, claim.modality, claim.basis, claim.quote,
  claim.told_on, claim.recorded_at
FROM claims AS claim
JOIN articles AS article USING (page_id)
WHERE claim.judged IS DISTINCT FROM 'rejected'
ORDER BY claim.claim_id
