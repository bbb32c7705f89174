-- dependency_facts: The ledger behind every sum of who depends on whom: one row per customer, supplier and fact, with what the fact adds to a sum, and null where it adds nothing. Subsidiaries count as their owners, chips as their vendors; facts in review, denied and cancelled ones are left out.
-- customer_id: Entity of the customer.
-- customer: The customer.
-- supplier_id: Entity of the supplier.
-- supplier: The supplier.
-- fact_id: The fact.
-- kind: deal, capacity, volume or dependency.
-- role: What the deal or dependency is for.
-- products: Chips, systems, sites or programmes of the supplier that the fact names.
-- firmness: How firm it stands; of a count of things, which has no firmness of its own, as its words assert it.
-- grade: contracted, announced or soft, by that firmness.
-- is_joint: Whether several customers or suppliers share it, so that no single pair has it all.
-- usd_low: Dollars that count, lower bound.
-- usd_high: Dollars that count, upper bound.
-- is_derived: Whether they are a rate times a term.
-- watts_low: Power that counts, W, lower bound.
-- watts_high: Power that counts, W, upper bound.
-- basis: Where the watts are measured: it, facility, grid, generation or storage; null where it is not told.
-- units_low: Things that count, lower bound.
-- units_high: Things that count, upper bound.
-- first_seen: Day on which it was first told.
-- last_seen: Day on which it was last told.
-- fact_ids: The fact, and the one that tells the term of a rate.
WITH parties AS (
  SELECT * FROM fact_parties_as_of(as_of) WHERE owner_is_organisation
), told AS (
  SELECT
    fact.*,
    coalesce(fact.firmness_latest, CASE fact.modality
      WHEN 'achieved' THEN 'delivered'
      WHEN 'exploring' THEN 'exploring'
      WHEN 'reported' THEN 'rumoured'
      WHEN 'estimated' THEN 'rumoured'
      ELSE 'announced'
    END) AS stands
  FROM facts_as_of(as_of) AS fact
  WHERE is_trusted AND state NOT IN ('denied', 'cancelled') AND NOT qualitative
    AND (kind IN ('dependency', 'volume') OR (kind = 'capacity' AND unit = 'W')
      OR (kind = 'deal' AND role IN ('purchase', 'lease', 'power_purchase')))
), pairs AS (
  SELECT
    told.fact_id,
    -- Watts of a site go from the lower layer of the stack to the higher one.
    told.kind = 'capacity' AND coalesce(lower.rank > upper.rank, false) AS is_turned,
    mine.owner_id AS subject_id,
    mine.owner AS subject,
    theirs.owner_id AS object_id,
    theirs.owner AS object,
    CASE WHEN theirs.kind IN ('chip', 'site', 'programme') THEN theirs.name END AS product
  FROM told
  JOIN parties AS mine ON mine.fact_id = told.fact_id AND mine.role = 'subject'
  JOIN parties AS theirs ON theirs.fact_id = told.fact_id AND theirs.role = 'object'
  LEFT JOIN layers AS upper ON upper.word = mine.owner_layer
  LEFT JOIN layers AS lower ON lower.word = theirs.owner_layer
  WHERE mine.owner_id <> theirs.owner_id
    AND NOT (told.kind = 'volume' AND theirs.is_candidate AND theirs.owner_id = theirs.entity_id)
), once AS (
  SELECT
    fact_id,
    if(is_turned, object_id, subject_id) AS customer_id,
    any_value(if(is_turned, object, subject)) AS customer,
    if(is_turned, subject_id, object_id) AS supplier_id,
    any_value(if(is_turned, subject, object)) AS supplier,
    coalesce(list_sort(list(DISTINCT product) FILTER (product IS NOT NULL)), []) AS products
  FROM pairs
  GROUP BY ALL
)
SELECT
  once.customer_id,
  once.customer,
  once.supplier_id,
  once.supplier,
  fact_id,
  told.kind,
  told.role,
  once.products,
  told.stands AS firmness,
  ladder.grade,
  coalesce(len(sides.payer_ids) > 1 OR len(sides.payee_ids) > 1, false) AS is_joint,
  money.usd_low,
  money.usd_high,
  coalesce(money.is_derived, false) AS is_derived,
  CASE WHEN told.kind = 'capacity' AND told.in_sums THEN exact(told.low) END AS watts_low,
  CASE WHEN told.kind = 'capacity' AND told.in_sums THEN exact(coalesce(told.high, told.low)) END
    AS watts_high,
  CASE WHEN told.kind = 'capacity' THEN told.basis END AS basis,
  CASE WHEN told.kind = 'volume' AND told.in_sums THEN exact(told.low) END AS units_low,
  CASE WHEN told.kind = 'volume' AND told.in_sums THEN exact(coalesce(told.high, told.low)) END
    AS units_high,
  told.first_seen,
  told.last_seen,
  coalesce(money.fact_ids, [fact_id]) AS fact_ids
FROM once
JOIN told USING (fact_id)
LEFT JOIN firmness_ladder AS ladder ON ladder.word = told.stands
LEFT JOIN fact_sides_as_of(as_of) AS sides USING (fact_id)
LEFT JOIN commitments_as_of(as_of) AS money USING (fact_id)
ORDER BY once.customer, once.supplier, once.customer_id, once.supplier_id, fact_id
