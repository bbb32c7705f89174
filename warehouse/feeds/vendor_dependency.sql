-- vendor_dependency: Who depends on whom: what each customer has committed to each supplier, in dollars by firmness, watts and units, and its share of the customer's disclosed total. Subsidiaries count as their owners, chips as their vendors; facts in review are left out.
-- customer_id: Entity of the customer.
-- customer: The customer.
-- supplier_id: Entity of the supplier.
-- supplier: The supplier.
-- roles: What the supplier does for the customer, as deals and dependencies tell it.
-- products: Chips, systems, sites or programmes that are named.
-- committed_usd_low: Contracted and announced dollars, lower bound; an amount told as "up to" counts nothing here.
-- committed_usd_high: Contracted and announced dollars, upper bound.
-- contracted_usd_low: Contracted, funded or delivered dollars, lower bound.
-- contracted_usd_high: Contracted, funded or delivered dollars, upper bound.
-- announced_usd_low: Announced dollars and letters of intent, lower bound.
-- announced_usd_high: Announced dollars and letters of intent, upper bound.
-- soft_usd_low: Rumoured or explored dollars, lower bound; never part of the committed sum.
-- soft_usd_high: Rumoured or explored dollars, upper bound; never part of the committed sum.
-- joint_usd_high: Dollars of agreements with several payers or payees, upper bound; never split, so in no other column.
-- has_derived: Whether some dollars are a rate times a term.
-- gigawatts_low: Contracted and announced power of supply, lower bound, GW.
-- gigawatts_high: Contracted and announced power of supply, upper bound, GW.
-- joint_gigawatts_high: Such power of several customers or suppliers together, upper bound, GW; never split, so in no other column.
-- gigawatts_basis: Where these watts are measured: it, facility, grid, generation or storage; null where it is not told. Where several are told, the pair's in main_basis; others are in no sum.
-- units_low: Count of chips or other things, lower bound.
-- units_high: Count of chips or other things, upper bound.
-- usd_share: Share of the customer's committed dollars (upper bounds, joint agreements apart), 0 to 1.
-- gigawatts_share: Share of the customer's gigawatts of that basis (upper bounds), 0 to 1.
-- units_share: Share of the customer's units (upper bounds), 0 to 1.
-- firmness: The firmest that any fact of the pair stands at.
-- first_seen: Day on which the dependence was first told.
-- last_seen: Day on which it was last told.
-- voices: Number of independent voices that tell any of its facts.
-- facts: Number of facts.
-- fact_ids: The facts behind the row.
WITH ledger AS (
  SELECT * FROM dependency_facts_as_of(as_of)
), voices AS (
  SELECT customer_id, supplier_id, count(DISTINCT voice) AS voices
  FROM ledger
  JOIN tellings_as_of(as_of) AS telling USING (fact_id)
  WHERE telling.asserts
  GROUP BY ALL
), counted AS (
  SELECT
    ledger.*,
    ladder.rank,
    main.basis AS gigawatts_basis,
    ledger.grade <> 'soft' AND NOT is_joint AS is_committed,
    ledger.grade <> 'soft' AND is_joint AS is_shared,
    ledger.basis IS NOT DISTINCT FROM main.basis AS is_measured_so
  FROM ledger
  JOIN firmness_ladder AS ladder ON ladder.word = firmness
  LEFT JOIN main_basis_as_of(as_of) AS main USING (customer_id, supplier_id)
), summed AS (
  SELECT
    customer_id,
    any_value(customer) AS customer,
    supplier_id,
    any_value(supplier) AS supplier,
    list_sort(list(DISTINCT role) FILTER (role IS NOT NULL)) AS roles,
    list_sort(list_distinct(flatten(list(products)))) AS products,
    sum(usd_low) FILTER (is_committed) AS committed_usd_low,
    sum(usd_high) FILTER (is_committed) AS committed_usd_high,
    sum(usd_low) FILTER (grade = 'contracted' AND NOT is_joint) AS contracted_usd_low,
    sum(usd_high) FILTER (grade = 'contracted' AND NOT is_joint) AS contracted_usd_high,
    sum(usd_low) FILTER (grade = 'announced' AND NOT is_joint) AS announced_usd_low,
    sum(usd_high) FILTER (grade = 'announced' AND NOT is_joint) AS announced_usd_high,
    sum(usd_low) FILTER (grade = 'soft' AND NOT is_joint) AS soft_usd_low,
    sum(usd_high) FILTER (grade = 'soft' AND NOT is_joint) AS soft_usd_high,
    sum(usd_high) FILTER (is_shared) AS joint_usd_high,
    bool_or(is_derived) AS has_derived,
    sum(watts_low) FILTER (is_committed AND is_measured_so) AS watts_low,
    sum(watts_high) FILTER (is_committed AND is_measured_so) AS watts_high,
    sum(watts_high) FILTER (is_shared AND is_measured_so) AS joint_watts_high,
    any_value(gigawatts_basis) AS gigawatts_basis,
    sum(units_low) FILTER (is_committed) AS units_low,
    sum(units_high) FILTER (is_committed) AS units_high,
    arg_max(firmness, (rank, fact_id)) AS firmness,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    count(*) AS facts,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM counted
  GROUP BY customer_id, supplier_id
), totals AS (
  SELECT customer_id, sum(committed_usd_high) AS usd, sum(units_high) AS units
  FROM summed
  GROUP BY customer_id
), watt_totals AS (
  SELECT customer_id, gigawatts_basis, sum(watts_high) AS watts
  FROM summed
  GROUP BY ALL
)
SELECT
  summed.customer_id,
  customer,
  summed.supplier_id,
  supplier,
  roles,
  products,
  committed_usd_low,
  committed_usd_high,
  contracted_usd_low,
  contracted_usd_high,
  announced_usd_low,
  announced_usd_high,
  soft_usd_low,
  soft_usd_high,
  joint_usd_high,
  has_derived,
  watts_low::DOUBLE / 1e9 AS gigawatts_low,
  watts_high::DOUBLE / 1e9 AS gigawatts_high,
  joint_watts_high::DOUBLE / 1e9 AS joint_gigawatts_high,
  summed.gigawatts_basis,
  units_low::DOUBLE AS units_low,
  units_high::DOUBLE AS units_high,
  round((committed_usd_high / nullif(totals.usd, 0))::DOUBLE, 6) AS usd_share,
  round((watts_high / nullif(watt_totals.watts, 0))::DOUBLE, 6) AS gigawatts_share,
  round((units_high / nullif(totals.units, 0))::DOUBLE, 6) AS units_share,
  firmness,
  first_seen,
  last_seen,
  voices,
  facts,
  fact_ids
FROM summed
JOIN totals ON totals.customer_id = summed.customer_id
JOIN watt_totals
  ON watt_totals.customer_id = summed.customer_id
  AND watt_totals.gigawatts_basis IS NOT DISTINCT FROM summed.gigawatts_basis
LEFT JOIN voices
  ON voices.customer_id = summed.customer_id AND voices.supplier_id = summed.supplier_id
ORDER BY customer, supplier, summed.customer_id, summed.supplier_id
