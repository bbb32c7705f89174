-- build_or_rent: When a buyer should stop renting: the five tests side by side, scored only from evidence, which stands in build_or_rent_tests.
-- customer_id: Entity of the customer.
-- customer: The customer.
-- volume_concentration: Whether most of the bill goes to one supplier: build, rent, or no evidence.
-- workload_stability: Whether demand is committed for years: build, rent, or no evidence.
-- design_cycle_leverage: Whether an own chip was designed fast: build, rent, or no evidence.
-- strategic_optionality: Whether few suppliers of chips are at hand: build, rent, or no evidence.
-- roadmap_commitment: Whether own chips have dated stages: build, rent, or no evidence.
-- tests_with_evidence: Number of tests that evidence speaks to.
-- tests_for_building: Number of those that speak for building.
-- summary: The score in a line.
-- fact_ids: The facts behind the row.
SELECT
  customer_id,
  any_value(customer) AS customer,
  any_value(outcome) FILTER (test = 'volume_concentration') AS volume_concentration,
  any_value(outcome) FILTER (test = 'workload_stability') AS workload_stability,
  any_value(outcome) FILTER (test = 'design_cycle_leverage') AS design_cycle_leverage,
  any_value(outcome) FILTER (test = 'strategic_optionality') AS strategic_optionality,
  any_value(outcome) FILTER (test = 'roadmap_commitment') AS roadmap_commitment,
  count(*) FILTER (outcome <> 'no evidence') AS tests_with_evidence,
  count(*) FILTER (outcome = 'build') AS tests_for_building,
  CASE
    WHEN count(*) FILTER (outcome <> 'no evidence') < 3
      THEN 'too little evidence: ' || count(*) FILTER (outcome <> 'no evidence') || ' of 5 tests'
    ELSE count(*) FILTER (outcome = 'build') || ' of '
      || count(*) FILTER (outcome <> 'no evidence') || ' tests with evidence speak for building'
  END AS summary,
  list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
FROM build_or_rent_tests_as_of(as_of)
GROUP BY customer_id
ORDER BY tests_for_building DESC, customer, customer_id
