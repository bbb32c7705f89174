-- What must be aggregated anew: facts that changed or whose links did, those linked to them, whose
-- state may depend on them, and, to be looked at alone, those linked to these.
CREATE OR REPLACE TEMP TABLE touched_facts AS
WITH pairs AS (
  SELECT fact_id, other_fact_id FROM fact_links
  UNION
  SELECT other_fact_id, fact_id FROM fact_links
), differing AS (
  (FROM former_links EXCEPT FROM fact_links)
  UNION
  (FROM fact_links SEMI JOIN linked_facts USING (fact_id) EXCEPT FROM former_links)
), changed AS (
  FROM renewed_facts
  UNION
  SELECT unnest([fact_id, other_fact_id]) FROM differing
), near AS (
  FROM changed
  UNION
  SELECT other_fact_id FROM pairs SEMI JOIN changed USING (fact_id)
)
SELECT fact_id, true AS is_touched FROM near
UNION ALL
SELECT DISTINCT other_fact_id, false
FROM pairs SEMI JOIN near USING (fact_id)
WHERE other_fact_id NOT IN (FROM near);

-- The claims of the facts to aggregate anew, and those that they had before.
CREATE OR REPLACE TEMP VIEW latter_placed AS
SELECT placed.fact_id, claim_id, claim.page_id, claim.kind, claim.quote
FROM fact_claims AS placed
JOIN claims AS claim USING (claim_id)
WHERE placed.fact_id IN (SELECT fact_id FROM touched_facts WHERE is_touched);

CREATE OR REPLACE TEMP VIEW former_placed AS
SELECT placed.fact_id, claim_id, claim.page_id, claim.kind, claim.quote
FROM former_evidence AS placed
JOIN (
  SELECT claim_id, page_id, kind, quote FROM claims
  WHERE claim_id IN (SELECT claim_id FROM former_evidence)
  UNION
  FROM former_claims
) AS claim USING (claim_id)
UNION ALL
FROM latter_placed
WHERE fact_id NOT IN (FROM renewed_facts)
