-- The facts that changed, as they were.
CREATE OR REPLACE TEMP TABLE former_facts AS
SELECT stands.* FROM standing.facts AS stands SEMI JOIN changed_leaders USING (leader);

CREATE OR REPLACE TEMP TABLE renewed_facts AS
SELECT fact_id FROM former_facts UNION SELECT fact_id FROM changed_facts;

DELETE FROM standing.facts WHERE leader IN (FROM changed_leaders);

CREATE OR REPLACE TEMP TABLE former_evidence AS
SELECT fact_id, claim_id FROM fact_claims SEMI JOIN former_facts USING (fact_id);
DELETE FROM fact_claims WHERE fact_id IN (SELECT fact_id FROM former_facts)
