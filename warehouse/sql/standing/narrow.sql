-- What touched facts are aggregated from, in tables of its own; their evidence follows.
CREATE OR REPLACE TEMP TABLE narrow_placed AS
SELECT * FROM fact_claims WHERE fact_id IN (SELECT fact_id FROM touched_facts);
CREATE OR REPLACE TEMP TABLE narrow_claims AS
SELECT * FROM claims WHERE claim_id IN (SELECT claim_id FROM narrow_placed);
CREATE OR REPLACE TEMP TABLE narrow_parties AS
SELECT * FROM claim_parties WHERE claim_id IN (SELECT claim_id FROM narrow_placed);
CREATE OR REPLACE TEMP TABLE narrow_articles AS
SELECT * EXCLUDE (text) FROM articles WHERE page_id IN (SELECT page_id FROM narrow_claims);

CREATE OR REPLACE TEMP TABLE narrow_evidence AS
WITH fact_claims AS (
  FROM narrow_placed
), claims AS (
  FROM narrow_claims
), articles AS (
  FROM narrow_articles
)
