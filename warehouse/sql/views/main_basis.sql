-- main_basis: At which basis the watts of a customer and supplier count, one row per pair with committed watts: watts at the plug, of plants and of batteries do not add up. Of several bases the one with most watts that no other party shares, else with most shared ones; a pair's watts of another basis are in no sum. The shares of a party's partners are taken over the pairs that are measured where most of its watts are.
-- customer_id: Entity of the customer.
-- supplier_id: Entity of the supplier.
-- basis: Where the watts of the pair are measured: it, facility, grid, generation or storage; null where it is not told.
-- customer_basis: Where most of the customer's watts are measured, pair by pair.
-- supplier_basis: Where most of the supplier's watts are measured, pair by pair.
-- fact_ids: The facts that tell watts of that basis.
WITH measured AS (
  SELECT
    customer_id,
    supplier_id,
    basis,
    coalesce(sum(watts_high) FILTER (NOT is_joint), 0) AS watts,
    list_sort(list(fact_id)) AS fact_ids
  FROM dependency_facts_as_of(as_of)
  WHERE watts_high IS NOT NULL AND grade <> 'soft'
  GROUP BY customer_id, supplier_id, basis
  QUALIFY row_number() OVER (
    PARTITION BY customer_id, supplier_id
    ORDER BY watts DESC, sum(watts_high) DESC, basis NULLS LAST
  ) = 1
), summed AS (
  SELECT
    *,
    sum(watts) OVER (PARTITION BY customer_id, basis) AS customer_watts,
    sum(watts) OVER (PARTITION BY supplier_id, basis) AS supplier_watts
  FROM measured
)
SELECT
  customer_id,
  supplier_id,
  basis,
  first_value(basis) OVER (
    PARTITION BY customer_id ORDER BY customer_watts DESC, basis NULLS LAST
  ) AS customer_basis,
  first_value(basis) OVER (
    PARTITION BY supplier_id ORDER BY supplier_watts DESC, basis NULLS LAST
  ) AS supplier_basis,
  fact_ids
FROM summed
