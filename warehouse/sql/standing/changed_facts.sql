-- The facts that changed, as they were and as they are.
CREATE OR REPLACE TEMP TABLE former_facts AS
SELECT stands.* FROM standing.facts AS stands SEMI JOIN changed_leaders USING (leader);

CREATE OR REPLACE TEMP TABLE renewed_facts AS
SELECT fact_id FROM former_facts UNION SELECT fact_id FROM changed_facts;

DELETE FROM standing.facts WHERE leader IN (FROM changed_leaders);
INSERT INTO standing.facts BY NAME FROM changed_facts;

CREATE OR REPLACE TEMP TABLE former_evidence AS
SELECT fact_id, claim_id FROM fact_claims SEMI JOIN former_facts USING (fact_id);
DELETE FROM fact_claims WHERE fact_id IN (SELECT fact_id FROM former_facts);
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
