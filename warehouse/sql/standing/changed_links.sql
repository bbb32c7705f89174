-- Those that are more than told once more, and those that an article tells beside another.
CREATE OR REPLACE TEMP TABLE altered_facts AS
(FROM former_facts EXCEPT FROM standing.facts)
UNION
(FROM changed_facts EXCEPT FROM former_facts)
UNION
FROM standing.facts WHERE leader IN (FROM taken);

-- The groups whose links may change: theirs, and those of parts that an article tells beside them.
CREATE OR REPLACE TEMP TABLE dirty_groups AS
WITH telling AS MATERIALIZED (
  SELECT article_id, leader FROM retold
  UNION
  SELECT article_id, root FROM standing.placements
  WHERE root IN (SELECT leader FROM altered_facts)
), wholes AS MATERIALIZED (
  SELECT article_id, measure, parties
  FROM telling
  JOIN (FROM standing.facts UNION FROM altered_facts) USING (leader)
  WHERE measure IS NOT NULL
), parts AS MATERIALIZED (
  SELECT told.article_id, part.link_group, part.measure, part.parties
  FROM standing.facts AS part
  JOIN standing.placements AS told ON told.root = part.leader
  WHERE part.opens AND told.article_id IN (SELECT article_id FROM wholes)
)
SELECT link_group FROM altered_facts
UNION
SELECT part.link_group
FROM parts AS part
JOIN wholes AS whole USING (article_id, measure)
WHERE list_has_any(part.parties, whole.parties)
UNION
SELECT link_group FROM retold JOIN standing.facts USING (leader)
GROUP BY article_id, link_group
HAVING count(DISTINCT leader) > 1;

CREATE OR REPLACE TEMP TABLE linked_facts AS
SELECT leader, fact_id FROM standing.facts SEMI JOIN dirty_groups USING (link_group);

CREATE OR REPLACE TEMP TABLE former_links AS
SELECT * FROM fact_links
WHERE fact_id IN (SELECT fact_id FROM altered_facts UNION SELECT fact_id FROM linked_facts);
DELETE FROM fact_links WHERE fact_id IN (SELECT fact_id FROM former_links);

-- Leaders of the facts by which the links of the dirty groups are decided: theirs, and those that
-- an article tells beside a part that may be of another group.
CREATE OR REPLACE TEMP TABLE beside_facts AS
WITH parts AS MATERIALIZED (
  SELECT told.article_id, part.measure, part.parties
  FROM standing.facts AS part
  JOIN standing.placements AS told ON told.root = part.leader
  WHERE part.opens AND part.link_group IN (FROM dirty_groups)
), told AS MATERIALIZED (
  SELECT DISTINCT told.root AS leader, part.measure, part.parties
  FROM parts AS part
  JOIN standing.placements AS told USING (article_id)
)
SELECT leader FROM linked_facts
UNION
SELECT leader
FROM told AS part
JOIN standing.facts AS whole USING (leader, measure)
WHERE list_has_any(part.parties, whole.parties)
