-- capacity_curves: Watts over time as they were first promised, and as they stand promised or done now: one row per owner, edition and day on which capacity is due, with the sum up to that day. What is in no sum, vague or undated is left out; so is what stands cancelled, from the curve of now.
-- owner_id: Owner at the top of the sites, programmes and fleets.
-- owner: Its name.
-- side: load (power that computers or sites take) or supply (generation and storage), never added.
-- edition: promised then (each capacity at its first promise) or promised now (at its latest promise, or when it was done).
-- due: Day by which the capacity is to be there, the end of the promised interval.
-- added_watts: Watts that are due on that day.
-- watts: Watts due up to and on that day.
-- capacities: Number of capacities up to and on that day.
-- fact_ids: The facts behind the row.
WITH promised AS (
  SELECT
    subject_id,
    stage,
    what,
    max(watts) AS watts,
    any_value(basis) AS basis,
    arg_min(due, (told_on, recorded_at, due, claim_id)) FILTER (is_promise) AS due_then,
    coalesce(
      -- What was done is there from the day on which it was told to be.
      arg_min(least(due, told_on), (told_on, recorded_at, due, claim_id)) FILTER (is_outcome),
      arg_max(due, (told_on, recorded_at, due, claim_id)) FILTER (is_promise)
    ) AS due_now,
    bool_and(is_cancelled) AS is_cancelled,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM timeline_promises_as_of(as_of)
  WHERE stage = 'online' AND watts > 0 AND NOT in_review
  GROUP BY subject_id, stage, what
), shared AS (
  -- Joint holders share one capacity: it stands with the first of them.
  SELECT * FROM promised
  QUALIFY row_number() OVER (PARTITION BY fact_ids ORDER BY subject_id) = 1
), edited AS (
  SELECT *, 'promised then' AS edition, due_then AS due FROM shared WHERE due_then IS NOT NULL
  UNION ALL BY NAME
  SELECT *, 'promised now' AS edition, due_now AS due FROM shared
  WHERE due_then IS NOT NULL AND due_now IS NOT NULL AND NOT is_cancelled
), daily AS (
  SELECT
    owner.entity_id AS owner_id,
    any_value(owner.name) AS owner,
    CASE WHEN basis IN ('generation', 'storage') THEN 'supply' ELSE 'load' END AS side,
    edition,
    due,
    sum(exact(watts)) AS added,
    count(*) AS capacities,
    flatten(list(fact_ids)) AS fact_ids
  FROM edited
  JOIN entities AS entity ON entity.entity_id = edited.subject_id
  JOIN entities AS owner ON owner.entity_id = entity.root_id
  GROUP BY owner.entity_id, side, edition, due
)
SELECT
  owner_id,
  owner,
  side,
  edition,
  due,
  added::DOUBLE AS added_watts,
  (sum(added) OVER curve)::DOUBLE AS watts,
  (sum(capacities) OVER curve)::BIGINT AS capacities,
  list_sort(list_distinct(fact_ids)) AS fact_ids
FROM daily
WINDOW curve AS (PARTITION BY owner_id, side, edition ORDER BY due)
ORDER BY owner, owner_id, side, edition DESC, due
