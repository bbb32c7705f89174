-- build_or_rent_tests: The five tests of when a buyer should stop renting, one row per customer and test, each scored only from evidence.
-- customer_id: Entity of the customer.
-- customer: The customer.
-- test: volume_concentration, workload_stability, design_cycle_leverage, strategic_optionality or roadmap_commitment.
-- measure: What is measured, in words.
-- value: The measured value; null where nothing is known.
-- threshold: The value at which the test speaks for building.
-- outcome: build, rent, or no evidence.
-- evidence: The evidence in words.
-- fact_ids: The facts behind the value.
WITH pairs AS (
  SELECT * FROM vendor_dependency_as_of(as_of)
), customers AS (
  SELECT DISTINCT customer_id, customer FROM pairs
), parties AS (
  SELECT party.*, fact.* EXCLUDE (fact_id, kind), fact.kind AS fact_kind
  FROM fact_parties_as_of(as_of) AS party
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
  WHERE fact.is_trusted AND fact.state IN ('current', 'contradicted')
), own_chips AS (
  SELECT * FROM parties WHERE kind = 'chip' AND role = 'subject'
), measured AS (
  SELECT
    customer_id,
    'volume_concentration' AS test,
    max(usd_share) AS value,
    arg_max(supplier || ' has ' || number_in_words(round(usd_share * 100, 1)) || '% of the committed dollars',
      (usd_share, supplier_id)) AS evidence,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM pairs
  WHERE committed_usd_high IS NOT NULL
  GROUP BY customer_id
  UNION ALL
  SELECT
    party.owner_id,
    'workload_stability',
    max(coalesce(party.high, party.low)),
    'longest term told: ' || number_in_words(max(coalesce(party.high, party.low))) || ' months',
    list_sort(list(DISTINCT party.fact_id))
  FROM parties AS party
  WHERE party.role = 'subject' AND party.fact_kind = 'duration' AND party.metric = 'contract_term'
  GROUP BY party.owner_id
  UNION ALL
  SELECT
    owner_id,
    'design_cycle_leverage',
    min(coalesce(low, high)),
    arg_min(name || ' from design to tape-out in ' || number_in_words(coalesce(low, high))
      || ' months', (coalesce(low, high), fact_id)),
    list_sort(list(DISTINCT fact_id))
  FROM own_chips
  WHERE fact_kind = 'duration' AND metric = 'design_to_tapeout'
  GROUP BY owner_id
  UNION ALL
  SELECT
    customer_id,
    'strategic_optionality',
    count(*) FILTER (firmness IN ('announced', 'contracted', 'funded', 'delivering', 'delivered')),
    string_agg(supplier, ', ' ORDER BY supplier),
    list_sort(list_distinct(flatten(list(fact_ids))))
  FROM pairs
  JOIN entities AS entity ON entity.entity_id = supplier_id
  WHERE entity.layer = 'chips'
  GROUP BY customer_id
  UNION ALL
  SELECT
    owner_id,
    'roadmap_commitment',
    count(DISTINCT (entity_id, stage)),
    string_agg(DISTINCT name || ' ' || replace(stage, '_', ' '), ', '
      ORDER BY name || ' ' || replace(stage, '_', ' ')),
    list_sort(list(DISTINCT fact_id))
  FROM own_chips
  WHERE fact_kind = 'milestone'
  GROUP BY owner_id
), tests AS (
  SELECT * FROM (VALUES
    ('volume_concentration', 'share of committed dollars with the largest supplier', 1),
    ('workload_stability', 'longest contract term, months', 2),
    ('design_cycle_leverage', 'shortest design to tape-out of an own chip, months', 3),
    ('strategic_optionality', 'suppliers of chips with a firm commitment', 4),
    ('roadmap_commitment', 'dated stages of own chips', 5)
  ) AS test(test, measure, place)
)
SELECT
  customers.customer_id,
  customers.customer,
  tests.test,
  tests.measure,
  measured.value::DOUBLE AS value,
  threshold('build_' || tests.test) AS threshold,
  CASE
    WHEN measured.value IS NULL THEN 'no evidence'
    -- A short design cycle and few suppliers speak for building, else much of a thing does.
    WHEN tests.test IN ('design_cycle_leverage', 'strategic_optionality')
      THEN if(measured.value <= threshold('build_' || tests.test), 'build', 'rent')
    ELSE if(measured.value >= threshold('build_' || tests.test), 'build', 'rent')
  END AS outcome,
  measured.evidence,
  coalesce(measured.fact_ids, []) AS fact_ids
FROM customers
CROSS JOIN tests
LEFT JOIN measured ON measured.customer_id = customers.customer_id AND measured.test = tests.test
ORDER BY customers.customer, customers.customer_id, tests.place
