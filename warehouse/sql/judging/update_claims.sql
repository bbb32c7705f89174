-- Parties are written anew; what was read stands in claim_corrections.
DELETE FROM claim_parties
WHERE (claim_id, role) IN (SELECT (claim_id, role) FROM incoming_sides);

INSERT INTO claim_parties BY NAME SELECT * FROM incoming_parties;

UPDATE claims AS claim
SET
  kind = judged.kind,
  subject = judged.subject,
  object = judged.object,
  role = judged.role,
  stage = judged.stage,
  metric = judged.metric,
  low = judged.low,
  high = judged.high,
  unit = judged.unit,
  qualifier = judged.qualifier,
  when_start = judged.when_start,
  when_end = judged.when_end,
  when_kind = judged.when_kind,
  qualitative = judged.qualitative,
  modality = judged.modality,
  basis = judged.basis,
  firmness = judged.firmness,
  speaker = judged.speaker,
  confidence = judged.confidence,
  judged = judged.judged
FROM incoming_claims AS judged
WHERE judged.claim_id = claim.claim_id
