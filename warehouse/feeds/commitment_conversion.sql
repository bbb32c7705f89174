-- commitment_conversion: Commitments are not deployments: for each customer and supplier what stands at each rung of the ladder of firmness, and how long it has not moved.
-- customer_id: Entity of the customer.
-- customer: The customer.
-- supplier_id: Entity of the supplier.
-- supplier: The supplier.
-- firmness: The rung.
-- rung: Its place on the ladder, 1 the softest.
-- usd_low: Dollars at this rung, lower bound; joint agreements are left out.
-- usd_high: Dollars at this rung, upper bound.
-- gigawatts_high: Power at this rung, upper bound, GW.
-- units_high: Units at this rung, upper bound.
-- oldest_on: Day on which the oldest fact at this rung was first told.
-- last_moved_on: Day on which a fact last reached this rung.
-- days_unmoved: Days since then.
-- facts: Number of facts at this rung.
-- fact_ids: The facts behind the row.
WITH pairs AS (
  SELECT customer_id, customer, supplier_id, supplier, unnest(fact_ids) AS fact_id
  FROM vendor_dependency_as_of(as_of)
), reached AS (
  -- When a fact came to stand as it stands now.
  SELECT fact_id, max(changed_on) AS reached_on
  FROM firmness_history_as_of(as_of)
  GROUP BY fact_id
), money AS (
  SELECT fact_id, usd_low, usd_high FROM commitments_as_of(as_of) WHERE NOT is_joint
)
SELECT
  customer_id,
  any_value(customer) AS customer,
  supplier_id,
  any_value(supplier) AS supplier,
  fact.firmness_latest AS firmness,
  any_value(ladder.rank) AS rung,
  sum(money.usd_low) AS usd_low,
  sum(money.usd_high) AS usd_high,
  sum(exact(coalesce(fact.high, fact.low))) FILTER (
    fact.kind = 'capacity' AND fact.unit = 'W' AND fact.in_sums) / 1e9 AS gigawatts_high,
  sum(exact(coalesce(fact.high, fact.low))) FILTER (
    fact.kind = 'volume' AND fact.in_sums)::DOUBLE AS units_high,
  min(fact.first_seen) AS oldest_on,
  max(reached.reached_on) AS last_moved_on,
  min(as_of::DATE - reached.reached_on) AS days_unmoved,
  count(*) AS facts,
  list(fact_id ORDER BY fact_id) AS fact_ids
FROM pairs
JOIN facts_as_of(as_of) AS fact USING (fact_id)
JOIN firmness_ladder AS ladder ON ladder.word = fact.firmness_latest
LEFT JOIN reached USING (fact_id)
LEFT JOIN money USING (fact_id)
GROUP BY customer_id, supplier_id, fact.firmness_latest
ORDER BY customer, supplier, customer_id, supplier_id, rung
