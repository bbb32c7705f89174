-- The groups whose agreements may change: those of the facts that did, of facts that one article
-- tells, and of facts that are tranches now or were; and the facts of them.
CREATE OR REPLACE TEMP TABLE deal_facts AS
WITH links AS (
  SELECT fact_id FROM former_links WHERE relation = 'part_of'
  UNION
  SELECT fact_id FROM fact_links SEMI JOIN linked_facts USING (fact_id) WHERE relation = 'part_of'
), dirty AS (
  SELECT agreement_group FROM altered_facts
  UNION
  SELECT agreement_group FROM standing.facts SEMI JOIN links USING (fact_id)
  UNION
  SELECT agreement_group FROM retold JOIN standing.facts USING (leader)
  GROUP BY article_id, agreement_group
  HAVING count(DISTINCT leader) > 1
)
SELECT leader, fact_id FROM standing.facts SEMI JOIN dirty USING (agreement_group);

DELETE FROM agreement_facts WHERE fact_id IN (
  SELECT fact_id FROM altered_facts UNION SELECT fact_id FROM deal_facts
)
