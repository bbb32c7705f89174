-- Claims as the models have them, those of one page together.
SELECT
  claim.*,
  placed.fact_id,
  party.parties
FROM claims AS claim
JOIN fact_claims AS placed USING (claim_id)
LEFT JOIN (
  SELECT
    claim_id,
    list({
      'role': role, 'position': position, 'name': name, 'written': written,
      'start': char_start, 'end': char_end,
      'entity': CASE WHEN NOT starts_with(entity_id, 'name:') THEN entity_id END
    } ORDER BY role, position) AS parties
  FROM claim_parties
  GROUP BY claim_id
) AS party USING (claim_id)
ORDER BY claim.page_id, claim.char_start, claim.claim_id
