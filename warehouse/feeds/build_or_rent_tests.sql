-- build_or_rent_tests: The five tests of when a large buyer of compute should stop renting, one row per buyer and test, each scored only from evidence. What each measures and cannot see stands in build_tests, who is large in thresholds (build_large_usd and so on). Makers of chips and suppliers of power are no such buyers.
-- customer_id: Entity of the buyer.
-- customer: The buyer.
-- test: volume_concentration, workload_stability, design_cycle_leverage, strategic_optionality or roadmap_commitment.
-- measure: What is measured, in words.
-- value: The measured value; null where the evidence that is needed is not there.
-- threshold: The value at which the test speaks for building.
-- speaks_for_building: at_least or at_most: the side of the threshold that does.
-- outcome: build, rent, or no evidence.
-- evidence: The evidence in words; without a value what there is of it.
-- evidence_needed: Without which the outcome is no evidence.
-- limits: What the measure cannot see.
-- voices: Number of independent voices behind the evidence.
-- fact_ids: The facts behind it.
WITH ledger AS (
  SELECT ledger.*, supplier.layer AS supplier_layer
  FROM dependency_facts_as_of(as_of) AS ledger
  JOIN entities AS supplier ON supplier.entity_id = supplier_id
  JOIN entities AS buyer ON buyer.entity_id = customer_id
  WHERE supplier.layer IN ('chips', 'systems', 'hosting')
    AND coalesce(buyer.layer NOT IN ('chips', 'power'), NOT buyer.is_candidate)
    AND ledger.grade <> 'soft'
), weighed AS (
  SELECT
    customer_id,
    any_value(customer) AS customer,
    supplier_id,
    any_value(supplier) AS supplier,
    any_value(supplier_layer) AS supplier_layer,
    sum(usd_high) FILTER (NOT is_joint) AS usd,
    sum(watts_high) FILTER (NOT is_joint) AS watts,
    sum(units_high) FILTER (NOT is_joint) AS units,
    bool_or(coalesce(role NOT IN ('foundry', 'co_design', 'exploring'), true)) AS is_bought_from,
    list_distinct(flatten(list(fact_ids))) AS fact_ids
  FROM ledger
  GROUP BY customer_id, supplier_id
), customers AS (
  SELECT
    customer_id,
    any_value(customer) AS customer,
    count(*) AS suppliers,
    count(usd) AS paid,
    count(watts) AS powered
  FROM weighed
  GROUP BY customer_id
  HAVING sum(usd) >= threshold('build_large_usd')
    OR sum(watts) >= threshold('build_large_gigawatts') * 1e9
    OR sum(units) >= threshold('build_large_units')
), large AS (
  SELECT weighed.*, suppliers, paid, powered
  FROM weighed
  JOIN customers USING (customer_id)
), shares AS (
  SELECT
    *,
    if(paid >= 2 OR powered < 2, 'dollars', 'gigawatts') AS counted_in,
    CASE
      WHEN paid >= 2 OR powered < 2
        THEN (usd / nullif(sum(usd) OVER (PARTITION BY customer_id), 0))::DOUBLE
      ELSE (watts / nullif(sum(watts) OVER (PARTITION BY customer_id), 0))::DOUBLE
    END AS share
  FROM large
), told AS (
  SELECT party.*, fact.* EXCLUDE (fact_id, kind), fact.kind AS fact_kind
  FROM fact_parties_as_of(as_of) AS party
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
  WHERE fact.is_trusted AND fact.state IN ('current', 'contradicted') AND party.role = 'subject'
), terms AS (
  SELECT
    told.owner_id AS customer_id,
    coalesce(told.high, told.low) AS months,
    theirs.owner AS supplier,
    told.fact_id
  FROM told
  JOIN fact_parties_as_of(as_of) AS theirs
    ON theirs.fact_id = told.fact_id AND theirs.role = 'object' AND theirs.owner_id <> told.owner_id
  WHERE told.fact_kind = 'duration' AND told.metric = 'contract_term'
    AND theirs.owner_layer IN ('chips', 'systems', 'hosting')
), roadmap AS (
  SELECT owner_id AS customer_id, name || ' ' || replace(stage, '_', ' ') AS item, [fact_id] AS fact_ids
  FROM told
  WHERE kind = 'chip' AND fact_kind = 'milestone'
  UNION ALL
  SELECT customer_id, supplier || ' as ' || if(role = 'foundry', 'foundry', 'design partner'), fact_ids
  FROM ledger
  WHERE role IN ('foundry', 'co_design')
), measured AS (
  SELECT
    customer_id,
    'volume_concentration' AS test,
    CASE WHEN count(share) >= 2 THEN max(share) END AS value,
    CASE WHEN count(share) > 0 THEN
      arg_max(supplier || ' has ' || number_in_words(round(share * 100, 1)) || '% of the ' || counted_in,
        (share, supplier_id)) FILTER (share IS NOT NULL)
      || ' told of ' || count(share) || if(count(share) = 1, ' supplier', ' suppliers')
    END AS evidence,
    flatten(list(fact_ids) FILTER (share IS NOT NULL)) AS fact_ids
  FROM shares
  GROUP BY customer_id
  UNION ALL
  SELECT
    customer_id,
    'workload_stability',
    max(months),
    number_in_words(max(months)) || ' months with ' || arg_max(supplier, (months, fact_id))
      || ', the longest of ' || count(DISTINCT fact_id) || ' told',
    list(fact_id)
  FROM terms
  GROUP BY customer_id
  UNION ALL
  SELECT
    owner_id,
    'design_cycle_leverage',
    min(coalesce(low, high)),
    arg_min(name || ' from design to tape-out in ' || number_in_words(coalesce(low, high)) || ' months',
      (coalesce(low, high), fact_id)),
    list(fact_id)
  FROM told
  WHERE kind = 'chip' AND fact_kind = 'duration' AND metric = 'design_to_tapeout'
  GROUP BY owner_id
  UNION ALL
  SELECT
    customer_id,
    'strategic_optionality',
    CASE WHEN any_value(suppliers) >= 2
      THEN nullif(count(*) FILTER (supplier_layer = 'chips' AND is_bought_from), 0) END,
    coalesce('buys from or uses ' || string_agg(supplier, ', ' ORDER BY supplier)
      FILTER (supplier_layer = 'chips' AND is_bought_from), 'no supplier of chips is named')
      || '; ' || any_value(suppliers) || if(any_value(suppliers) = 1, ' supplier', ' suppliers')
      || ' of compute known',
    flatten(list(fact_ids))
  FROM large
  GROUP BY customer_id
  UNION ALL
  SELECT
    customer_id,
    'roadmap_commitment',
    count(DISTINCT item),
    string_agg(DISTINCT item, ', ' ORDER BY item),
    flatten(list(fact_ids))
  FROM roadmap
  GROUP BY customer_id
), voiced AS (
  SELECT customer_id, test, count(DISTINCT voice) AS voices
  FROM (SELECT customer_id, test, unnest(fact_ids) AS fact_id FROM measured SEMI JOIN customers USING (customer_id))
  JOIN tellings_as_of(as_of) AS telling USING (fact_id)
  WHERE telling.asserts
  GROUP BY ALL
)
SELECT
  customers.customer_id,
  customers.customer,
  tests.test,
  tests.measure,
  measured.value::DOUBLE AS value,
  threshold('build_' || tests.test) AS threshold,
  tests.speaks_for_building,
  CASE
    WHEN measured.value IS NULL THEN 'no evidence'
    WHEN tests.speaks_for_building = 'at_most'
      THEN if(measured.value <= threshold('build_' || tests.test), 'build', 'rent')
    ELSE if(measured.value >= threshold('build_' || tests.test), 'build', 'rent')
  END AS outcome,
  measured.evidence,
  tests.evidence_needed,
  tests.limits,
  coalesce(voiced.voices, 0) AS voices,
  coalesce(list_sort(list_distinct(measured.fact_ids)), []) AS fact_ids
FROM customers
CROSS JOIN build_tests AS tests
LEFT JOIN measured ON measured.customer_id = customers.customer_id AND measured.test = tests.test
LEFT JOIN voiced ON voiced.customer_id = customers.customer_id AND voiced.test = tests.test
ORDER BY customers.customer, customers.customer_id, tests.place
