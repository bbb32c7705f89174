-- fact_sides: One row per fact: the owners on its two sides. A company's own site, programme or chip is no other side; who else stands on both counts on the second alone.
-- fact_id: The fact.
-- payer_ids: Who pays, has or depends, rolled up to owners.
-- payers: Their names.
-- payee_ids: Who is paid or supplies, rolled up to owners; empty where it is not told.
-- payees: Their names.
WITH owners AS (
  SELECT
    fact_id,
    coalesce(list(DISTINCT owner_id) FILTER (role = 'subject'), []) AS subject_ids,
    list(DISTINCT owner_id) FILTER (role = 'object' AND kind = 'organisation') AS company_ids,
    list(DISTINCT owner_id) FILTER (role = 'object' AND kind IS DISTINCT FROM 'organisation')
      AS thing_owner_ids
  FROM fact_parties_as_of(as_of)
  GROUP BY fact_id
), objects AS (
  SELECT
    fact_id,
    subject_ids,
    list_distinct(coalesce(company_ids, []) || coalesce(
      list_filter(thing_owner_ids, lambda x: NOT list_contains(subject_ids, x)), []
    )) AS object_ids
  FROM owners
), parted AS (
  SELECT
    *,
    list_filter(subject_ids, lambda x: NOT list_contains(object_ids, x)) AS only_subjects,
    list_filter(object_ids, lambda x: NOT list_contains(subject_ids, x)) AS only_objects
  FROM objects
), sides AS (
  SELECT
    fact_id,
    list_sort(if(only_subjects = [], subject_ids, only_subjects)) AS payer_ids,
    list_sort(if(only_subjects = [] AND only_objects <> [], only_objects, object_ids)) AS payee_ids
  FROM parted
), named AS (
  -- The same owners stand on a side of many facts.
  SELECT ids, string_agg(entity.name, ', ' ORDER BY entity.name) AS names
  FROM (
    SELECT ids, unnest(ids) AS entity_id
    FROM (SELECT payer_ids AS ids FROM sides UNION SELECT payee_ids FROM sides)
  )
  JOIN entities AS entity USING (entity_id)
  GROUP BY ids
)
SELECT fact_id, payer_ids, payer.names AS payers, payee_ids, payee.names AS payees
FROM sides
LEFT JOIN named AS payer ON payer.ids = payer_ids
LEFT JOIN named AS payee ON payee.ids = payee_ids
ORDER BY fact_id
