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
WITH parties AS (
  SELECT * FROM fact_parties_as_of(as_of) WHERE owner_is_organisation
), told AS (
  SELECT * FROM facts_as_of(as_of)
  WHERE is_trusted AND state NOT IN ('denied', 'cancelled') AND NOT qualitative
    AND (kind IN ('dependency', 'volume') OR (kind = 'capacity' AND unit = 'W')
      OR (kind = 'deal' AND role IN ('purchase', 'lease', 'power_purchase')))
), joint AS (
  SELECT fact_id FROM parties GROUP BY fact_id, role HAVING count(DISTINCT owner_id) > 1
), pairs AS (
  SELECT
    told.fact_id,
    told.kind,
    told.role,
    told.basis,
    told.low,
    told.high,
    told.in_sums AND told.grade IS DISTINCT FROM 'soft' AS in_sums,
    told.fact_id IN (FROM joint) AS is_joint,
    told.firmness_latest AS firmness,
    told.first_seen,
    told.last_seen,
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
), directed AS (
  SELECT
    pairs.* EXCLUDE (subject_id, subject, object_id, object),
    if(is_turned, object_id, subject_id) AS customer_id,
    if(is_turned, object, subject) AS customer,
    if(is_turned, subject_id, object_id) AS supplier_id,
    if(is_turned, subject, object) AS supplier
  FROM pairs
), voices AS (
  SELECT customer_id, supplier_id, count(DISTINCT voice) AS voices
  FROM directed
  JOIN evidence USING (fact_id)
  WHERE evidence.recorded_at <= as_of AND evidence.stance = 'asserts'
  GROUP BY ALL
), once AS (
  SELECT DISTINCT ON (customer_id, supplier_id, fact_id) * FROM directed
  ORDER BY customer_id, supplier_id, fact_id, product
), measured AS (
  -- Watts at the plug, of plants and of batteries do not add up: the basis with most stands.
  SELECT customer_id, supplier_id, basis AS gigawatts_basis
  FROM once
  WHERE kind = 'capacity' AND in_sums
  GROUP BY customer_id, supplier_id, basis
  QUALIFY row_number() OVER (
    PARTITION BY customer_id, supplier_id
    ORDER BY sum(exact(coalesce(high, low))) DESC, basis NULLS LAST
  ) = 1
), summed AS (
  SELECT
    once.* EXCLUDE (in_sums),
    gigawatts_basis,
    in_sums AND (kind <> 'capacity' OR basis IS NOT DISTINCT FROM gigawatts_basis) AS in_sums
  FROM once
  LEFT JOIN measured USING (customer_id, supplier_id)
), physical AS (
  SELECT
    customer_id,
    supplier_id,
    any_value(customer) AS customer,
    any_value(supplier) AS supplier,
    sum(exact(low)) FILTER (kind = 'capacity' AND in_sums AND NOT is_joint) / 1e9
      AS gigawatts_low,
    sum(exact(coalesce(high, low))) FILTER (kind = 'capacity' AND in_sums AND NOT is_joint) / 1e9
      AS gigawatts_high,
    sum(exact(coalesce(high, low))) FILTER (kind = 'capacity' AND in_sums AND is_joint) / 1e9
      AS joint_gigawatts_high,
    any_value(gigawatts_basis) AS gigawatts_basis,
    sum(exact(low)) FILTER (kind = 'volume' AND in_sums)::DOUBLE AS units_low,
    sum(exact(coalesce(high, low))) FILTER (kind = 'volume' AND in_sums)::DOUBLE
      AS units_high,
    list_sort(list(DISTINCT role) FILTER (role IS NOT NULL)) AS roles,
    arg_max(firmness, ladder.rank) AS firmness,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    count(*) AS facts,
    list(fact_id ORDER BY fact_id) AS fact_ids
  FROM summed
  LEFT JOIN firmness_ladder AS ladder ON ladder.word = firmness
  GROUP BY customer_id, supplier_id
), products AS (
  SELECT customer_id, supplier_id, list_sort(list(DISTINCT product)) AS products
  FROM directed
  WHERE product IS NOT NULL
  GROUP BY ALL
), money AS (
  SELECT
    unnest(payer_ids) AS customer_id,
    payee_ids,
    usd_low,
    usd_high,
    grade,
    is_joint,
    is_derived
  FROM commitments_as_of(as_of)
  WHERE role IN ('purchase', 'lease', 'power_purchase')
), dollars AS (
  SELECT
    customer_id,
    supplier_id,
    sum(usd_low) FILTER (grade = 'contracted' AND NOT is_joint) AS contracted_usd_low,
    sum(usd_high) FILTER (grade = 'contracted' AND NOT is_joint) AS contracted_usd_high,
    sum(usd_low) FILTER (grade = 'announced' AND NOT is_joint) AS announced_usd_low,
    sum(usd_high) FILTER (grade = 'announced' AND NOT is_joint) AS announced_usd_high,
    sum(usd_low) FILTER (grade = 'soft' AND NOT is_joint) AS soft_usd_low,
    sum(usd_high) FILTER (grade = 'soft' AND NOT is_joint) AS soft_usd_high,
    sum(usd_low) FILTER (grade IN ('contracted', 'announced') AND NOT is_joint)
      AS committed_usd_low,
    sum(usd_high) FILTER (grade IN ('contracted', 'announced') AND NOT is_joint)
      AS committed_usd_high,
    sum(usd_high) FILTER (grade <> 'soft' AND is_joint) AS joint_usd_high,
    bool_or(is_derived) AS has_derived
  FROM (SELECT money.* EXCLUDE (payee_ids), unnest(payee_ids) AS supplier_id FROM money)
  GROUP BY customer_id, supplier_id
)
SELECT
  customer_id,
  customer,
  supplier_id,
  supplier,
  roles,
  coalesce(products, []) AS products,
  committed_usd_low,
  committed_usd_high,
  contracted_usd_low,
  contracted_usd_high,
  announced_usd_low,
  announced_usd_high,
  soft_usd_low,
  soft_usd_high,
  joint_usd_high,
  coalesce(has_derived, false) AS has_derived,
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
FROM physical
LEFT JOIN products USING (customer_id, supplier_id)
LEFT JOIN dollars USING (customer_id, supplier_id)
LEFT JOIN voices USING (customer_id, supplier_id)
WINDOW
  customer AS (PARTITION BY customer_id),
  measured_alike AS (PARTITION BY customer_id, gigawatts_basis)
ORDER BY customer, supplier, customer_id, supplier_id
