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
    coalesce(list(DISTINCT owner_id) FILTER (role = 'object' AND NOT is_own_thing), [])
      AS object_ids
  FROM (
    SELECT
      *,
      coalesce(kind IS DISTINCT FROM 'organisation' AND list_contains(
        list(owner_id) FILTER (role = 'subject') OVER (PARTITION BY fact_id), owner_id
      ), false) AS is_own_thing
    FROM fact_parties_as_of(as_of)
  )
  GROUP BY fact_id
), parted AS (
  SELECT
    *,
    list_filter(subject_ids, lambda x: NOT list_contains(object_ids, x)) AS only_subjects,
    list_filter(object_ids, lambda x: NOT list_contains(subject_ids, x)) AS only_objects
  FROM owners
), sides AS (
  SELECT
    fact_id,
    list_sort(if(only_subjects = [], subject_ids, only_subjects)) AS payer_ids,
    list_sort(if(only_subjects = [] AND only_objects <> [], only_objects, object_ids)) AS payee_ids
  FROM parted
), names AS (
  SELECT
    fact_id,
    string_agg(entity.name, ', ' ORDER BY entity.name)
      FILTER (list_contains(payer_ids, entity_id)) AS payers,
    string_agg(entity.name, ', ' ORDER BY entity.name)
      FILTER (list_contains(payee_ids, entity_id)) AS payees
  FROM (
    SELECT *, unnest(list_distinct(payer_ids || payee_ids)) AS entity_id FROM sides
  )
  JOIN entities AS entity USING (entity_id)
  GROUP BY fact_id
)
SELECT fact_id, payer_ids, payers, payee_ids, payees
FROM sides
LEFT JOIN names USING (fact_id)
ORDER BY fact_id
