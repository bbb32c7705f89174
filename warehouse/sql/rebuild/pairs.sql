-- The facts that differ in themselves or in their claims, of both builds.
CREATE OR REPLACE TEMP TABLE differing_facts AS
WITH former AS (
  SELECT fact_id, claim_id FROM old_claims
), latter AS (
  SELECT fact_id, claim_id FROM new_claims
)
SELECT fact_id FROM (FROM old_facts EXCEPT FROM new_facts)
UNION
SELECT fact_id FROM (FROM new_facts EXCEPT FROM old_facts)
UNION
SELECT fact_id FROM (FROM former EXCEPT FROM latter)
UNION
SELECT fact_id FROM (FROM latter EXCEPT FROM former);

-- Which fact of the earlier build each fact is: by the claims that they share, or else by their
-- sentences. One of each side makes a pair; who shares claims with a paired one joined or left it.
CREATE OR REPLACE TEMP TABLE rebuild_pairs AS
WITH old_claims AS MATERIALIZED (
  FROM old_claims SEMI JOIN differing_facts USING (fact_id)
), new_claims AS MATERIALIZED (
  FROM new_claims SEMI JOIN differing_facts USING (fact_id)
), reread AS (
  -- A sentence that was read otherwise has another claim.
  SELECT old.claim_id AS old_id, new.claim_id AS new_id
  FROM (FROM old_claims ANTI JOIN new_claims USING (claim_id)) AS old
  JOIN (FROM new_claims ANTI JOIN old_claims USING (claim_id)) AS new USING (page_id, kind, quote)
), same AS (
  SELECT claim_id AS old_id, claim_id AS new_id FROM old_claims SEMI JOIN new_claims USING (claim_id)
  UNION ALL
  FROM reread
), shared AS (
  SELECT
    old.fact_id AS old_id,
    new.fact_id AS new_id,
    bool_or(same.old_id = old.fact_id) AS has_name,
    count(*) AS claims
  FROM same
  JOIN old_claims AS old ON old.claim_id = same.old_id
  JOIN new_claims AS new ON new.claim_id = same.new_id
  GROUP BY ALL
), followed AS (
  SELECT *, row_number() OVER (
    PARTITION BY old_id ORDER BY has_name DESC, claims DESC, new_id
  ) = 1 AS is_successor
  FROM shared
)
SELECT
  old_id,
  new_id,
  is_successor,
  is_successor AND row_number() OVER (
    PARTITION BY new_id ORDER BY is_successor DESC, old_id = new_id DESC, claims DESC, old_id
  ) = 1 AS is_pair
FROM followed
