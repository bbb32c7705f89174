-- claim_judgements: One row per claim and judgement in force that touches it: who decided what about it, when, why, and what that changed.
-- claim_id: The claim.
-- judgement_id: The judgement.
-- verb: What was decided.
-- who: Who decided it.
-- judged_at: When (UTC).
-- why: Why.
-- changes: What it changed in the claim, each field as it was read and as it is judged; null if nothing.
-- told: The same in one sentence.
SELECT
  touched.claim_id,
  judgement_id,
  verb,
  who,
  judged_at,
  why,
  changed.changes,
  concat(
    CASE verb
      WHEN 'accept' THEN 'accepted'
      WHEN 'reject' THEN 'rejected'
      WHEN 'correct' THEN 'corrected'
      WHEN 'merge' THEN 'judged the same as another'
      WHEN 'split' THEN 'judged another fact'
      ELSE 'name judged'
    END,
    ' (' || changed.changes || ')',
    ' by ', who, ' on ', judged_at::DATE, ' because ', why
  ) AS told
FROM (
  SELECT unnest(claim_ids) AS claim_id, * FROM judgements
  WHERE status = 'applied' AND verb <> 'undo'
) AS touched
LEFT JOIN (
  SELECT
    claim_id,
    judgement_id,
    string_agg(
      concat(field, ' ', coalesce(as_read, 'none'), ' → ', coalesce(as_judged, 'none')),
      ', ' ORDER BY field
    ) AS changes
  FROM claim_corrections
  WHERE field <> 'confidence'
  GROUP BY claim_id, judgement_id
) AS changed USING (claim_id, judgement_id)
