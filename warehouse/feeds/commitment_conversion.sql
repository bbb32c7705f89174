-- commitment_conversion: Commitments are not deployments: for each customer and supplier what stands at each rung of the ladder of firmness, and how long it has not moved.
-- customer_id: Entity of the customer.
-- customer: The customer.
-- supplier_id: Entity of the supplier.
-- supplier: The supplier.
-- firmness: The rung.
-- rung: Its place on the ladder, 1 the softest.
-- usd_low: Dollars at this rung, lower bound; joint agreements are left out of all sums.
-- usd_high: Dollars at this rung, upper bound.
-- usd_share: Part of the pair's dollars at all rungs that stand at this one, 0 to 1.
-- gigawatts_high: Power at this rung, upper bound, GW, of that basis.
-- gigawatts_basis: Where it is measured; of several the one with most watts at this rung, the others are left out.
-- units_high: Units at this rung, upper bound.
-- oldest_on: Day on which the oldest fact at this rung was first told.
-- last_moved_on: Day on which a fact last reached this rung.
-- days_unmoved: Days since then.
-- longest_unmoved_days: Days since the fact that has stood longest at this rung reached it.
-- mean_unmoved_days: Mean of those days over the dollars at this rung; null without dollars.
-- facts: Number of facts at this rung.
-- fact_ids: The facts behind the row.
WITH reached AS (
  -- When a fact came to stand as it stands now.
  SELECT fact_id, max(changed_on) AS reached_on
  FROM firmness_history_as_of(as_of)
  GROUP BY fact_id
), standing AS (
  SELECT
    ledger.* REPLACE (
      CASE WHEN NOT is_joint THEN usd_low END AS usd_low,
      CASE WHEN NOT is_joint THEN usd_high END AS usd_high,
      CASE WHEN NOT is_joint THEN watts_high END AS watts_high,
      CASE WHEN NOT is_joint THEN units_high END AS units_high
    ),
    coalesce(reached_on, first_seen) AS reached_on,
    as_of::DATE - coalesce(reached_on, first_seen) AS unmoved
  FROM dependency_facts_as_of(as_of) AS ledger
  LEFT JOIN reached USING (fact_id)
), measured AS (
  SELECT customer_id, supplier_id, firmness, basis AS gigawatts_basis, sum(watts_high) AS watts
  FROM standing
  WHERE watts_high IS NOT NULL
  GROUP BY customer_id, supplier_id, firmness, basis
  QUALIFY row_number() OVER (
    PARTITION BY customer_id, supplier_id, firmness ORDER BY sum(watts_high) DESC, basis NULLS LAST
  ) = 1
), rungs AS (
  SELECT
    customer_id,
    any_value(customer) AS customer,
    supplier_id,
    any_value(supplier) AS supplier,
    firmness,
    sum(usd_low) AS usd_low,
    sum(usd_high) AS usd_high,
    sum(units_high)::DOUBLE AS units_high,
    min(first_seen) AS oldest_on,
    max(reached_on) AS last_moved_on,
    min(unmoved) AS days_unmoved,
    max(unmoved) AS longest_unmoved_days,
    sum(usd_high * unmoved)::DOUBLE / nullif(sum(usd_high), 0)::DOUBLE AS mean_unmoved_days,
    count(*) AS facts,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM standing
  GROUP BY customer_id, supplier_id, firmness
)
SELECT
  customer_id,
  customer,
  supplier_id,
  supplier,
  firmness,
  ladder.rank AS rung,
  usd_low,
  usd_high,
  round((usd_high / nullif(sum(usd_high) OVER (PARTITION BY customer_id, supplier_id), 0))::DOUBLE,
    6) AS usd_share,
  measured.watts::DOUBLE / 1e9 AS gigawatts_high,
  gigawatts_basis,
  units_high,
  oldest_on,
  last_moved_on,
  days_unmoved,
  longest_unmoved_days,
  round(mean_unmoved_days, 1) AS mean_unmoved_days,
  facts,
  fact_ids
FROM rungs
JOIN firmness_ladder AS ladder ON ladder.word = firmness
LEFT JOIN measured USING (customer_id, supplier_id, firmness)
ORDER BY customer, supplier, customer_id, supplier_id, rung
