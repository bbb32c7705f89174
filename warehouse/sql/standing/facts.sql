-- The facts that changed, as they are, and their evidence.
INSERT INTO standing.facts BY NAME FROM changed_facts;

INSERT INTO fact_claims BY NAME
SELECT
  claim_id,
  fact_id,
  if(denied, 'denies', 'asserts') AS stance,
  reason,
  is_open
FROM standing.placements AS placed
JOIN changed_facts ON leader = root
ORDER BY fact_id, told_on, recorded_at, claim_id
