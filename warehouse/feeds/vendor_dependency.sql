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
-- gigawatts_basis: Where these watts are measured: it, facility, grid, generation or storage; null where it is not told. Where several are told, the one with most watts; others are in no sum.
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
  JOIN evidence USING (fact_id)
  WHERE evidence.recorded_at <= as_of AND evidence.stance = 'asserts'
  GROUP BY ALL
), measured AS (
  -- Watts at the plug, of plants and of batteries do not add up: the basis with most stands.
  SELECT customer_id, supplier_id, basis AS gigawatts_basis
  FROM ledger
  WHERE watts_high IS NOT NULL AND grade <> 'soft'
  GROUP BY customer_id, supplier_id, basis
  QUALIFY row_number() OVER (
    PARTITION BY customer_id, supplier_id ORDER BY sum(watts_high) DESC, basis NULLS LAST
  ) = 1
), counted AS (
  SELECT
    ledger.*,
    ladder.rank,
    gigawatts_basis,
    ledger.grade <> 'soft' AND NOT is_joint AS is_committed,
    ledger.grade <> 'soft' AND is_joint AS is_shared,
    basis IS NOT DISTINCT FROM gigawatts_basis AS is_measured_so
  FROM ledger
  JOIN firmness_ladder AS ladder ON ladder.word = firmness
  LEFT JOIN measured USING (customer_id, supplier_id)
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
    (sum(watts_low) FILTER (is_committed AND is_measured_so))::DOUBLE / 1e9 AS gigawatts_low,
    (sum(watts_high) FILTER (is_committed AND is_measured_so))::DOUBLE / 1e9 AS gigawatts_high,
    (sum(watts_high) FILTER (is_shared AND is_measured_so))::DOUBLE / 1e9 AS joint_gigawatts_high,
    any_value(gigawatts_basis) AS gigawatts_basis,
    (sum(units_low) FILTER (is_committed))::DOUBLE AS units_low,
    (sum(units_high) FILTER (is_committed))::DOUBLE AS units_high,
    arg_max(firmness, (rank, fact_id)) AS firmness,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    count(*) AS facts,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM counted
  GROUP BY customer_id, supplier_id
)
SELECT
  customer_id,
  customer,
  supplier_id,
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
  gigawatts_low,
  gigawatts_high,
  joint_gigawatts_high,
  gigawatts_basis,
  units_low,
  units_high,
  round((committed_usd_high / nullif(sum(committed_usd_high) OVER customer, 0))::DOUBLE, 6)
    AS usd_share,
  round(gigawatts_high / nullif(sum(gigawatts_high) OVER measured_alike, 0), 6)
    AS gigawatts_share,
  round(units_high / nullif(sum(units_high) OVER customer, 0), 6) AS units_share,
  firmness,
  first_seen,
  last_seen,
  voices,
  facts,
  fact_ids
FROM summed
LEFT JOIN voices USING (customer_id, supplier_id)
WINDOW
  customer AS (PARTITION BY customer_id),
  measured_alike AS (PARTITION BY customer_id, gigawatts_basis)
ORDER BY customer, supplier, customer_id, supplier_id
