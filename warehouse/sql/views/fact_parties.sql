-- fact_parties: One row per party of a fact; joint parties are rows, and each is rolled up to its owner (a chip to its vendor, a subsidiary to its parent, a site to its owner).
-- fact_id: The fact.
-- role: subject or object.
-- position: Place among joint parties.
-- entity_id: The party.
-- name: Its name.
-- kind: organisation, chip, site or programme; null for a candidate.
-- is_candidate: Whether the registry does not know it.
-- owner_id: The owner at the top of its chain of parents (entities.root_id), itself if none; group by it to roll up, by entity_id not to.
-- owner: The owner's name.
-- owner_layer: The owner's layer of the AI stack.
-- owner_is_organisation: Whether the owner can be a customer or supplier: an organisation, or a candidate that is a name.
WITH sides AS (
  SELECT fact_id, 'subject' AS role, subject_ids AS ids FROM facts_as_of(as_of)
  UNION ALL
  SELECT fact_id, 'object' AS role, object_ids AS ids FROM facts_as_of(as_of)
), listed AS (
  SELECT fact_id, role, unnest(ids) AS entity_id, generate_subscripts(ids, 1) AS position
  FROM sides
)
SELECT
  listed.fact_id,
  listed.role,
  listed.position,
  listed.entity_id,
  entity.name,
  entity.kind,
  entity.is_candidate,
  entity.root_id AS owner_id,
  owner.name AS owner,
  owner.layer AS owner_layer,
  owner.kind = 'organisation'
    -- No firm's name ends in a common noun: "Cascade facility".
    OR (owner.is_candidate AND owner.is_named AND NOT regexp_matches(owner.name, ' [a-z]+$'))
    AS owner_is_organisation
FROM listed
JOIN entities AS entity USING (entity_id)
JOIN entities AS owner ON owner.entity_id = entity.root_id
ORDER BY listed.fact_id, listed.role DESC, listed.position
