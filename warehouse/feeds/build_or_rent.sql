-- build_or_rent: When a large buyer of compute should stop renting: the five tests side by side, scored only from evidence, which stands in build_or_rent_tests. It counts arguments that are on record; it does not weigh them, and none of them is a cost.
-- customer_id: Entity of the buyer.
-- customer: The buyer.
-- volume_concentration: Whether most of the bill goes to one supplier: build, rent, or no evidence.
-- workload_stability: Whether demand is committed for years: build, rent, or no evidence.
-- design_cycle_leverage: Whether an own chip was designed fast: build, rent, or no evidence.
-- strategic_optionality: Whether few suppliers of chips are at hand: build, rent, or no evidence.
-- roadmap_commitment: Whether own chips have dated stages and partners: build, rent, or no evidence.
-- tests_with_evidence: Number of tests that evidence speaks to.
-- tests_for_building: Number of those that speak for building.
-- verdict: build or rent where all but one of the tests with evidence say so, mixed where they do not, too little evidence below the thresholds build_tests_needed and build_voices_needed.
-- voices: Number of independent voices behind all tests.
-- agreements_listed: Agreements of the ledger that the buyer pays for (coverage).
-- agreements_held: Those of them that the warehouse holds with their amount.
-- summary: What can be said, with what speaks against it and what it rests on.
-- fact_ids: The facts behind the row.
WITH scored AS (
  SELECT * FROM build_or_rent_tests_as_of(as_of)
), rested AS (
  SELECT customer_id, count(DISTINCT voice) AS voices
  FROM (SELECT customer_id, unnest(fact_ids) AS fact_id FROM scored WHERE outcome <> 'no evidence')
  JOIN tellings_as_of(as_of) AS telling USING (fact_id)
  WHERE telling.asserts
  GROUP BY customer_id
), ledger AS (
  SELECT
    customer_id,
    count(*) AS listed,
    count(*) FILTER (held_as = 'amount') AS held
  FROM (SELECT held_as, unnest(payer_ids) AS customer_id FROM coverage_as_of(as_of))
  GROUP BY customer_id
), counted AS (
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
    string_agg(replace(test, '_', ' ') || ' (' || evidence || ')', '; ' ORDER BY test)
      FILTER (outcome = 'build') AS arguments_for,
    string_agg(replace(test, '_', ' ') || ' (' || evidence || ')', '; ' ORDER BY test)
      FILTER (outcome = 'rent') AS arguments_against,
    string_agg(replace(test, '_', ' '), ', ' ORDER BY test) FILTER (outcome = 'no evidence') AS open,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM scored
  GROUP BY customer_id
), judged AS (
  SELECT
    *,
    coalesce(voices, 0) AS heard,
    CASE
      WHEN tests_with_evidence < threshold('build_tests_needed')
        OR coalesce(voices, 0) < threshold('build_voices_needed') THEN 'too little evidence'
      WHEN tests_with_evidence - tests_for_building <= 1 THEN 'build'
      WHEN tests_for_building <= 1 THEN 'rent'
      ELSE 'mixed'
    END AS verdict
  FROM counted
  LEFT JOIN rested USING (customer_id)
  LEFT JOIN ledger USING (customer_id)
)
SELECT
  customer_id,
  customer,
  volume_concentration,
  workload_stability,
  design_cycle_leverage,
  strategic_optionality,
  roadmap_commitment,
  tests_with_evidence,
  tests_for_building,
  verdict,
  heard AS voices,
  coalesce(listed, 0) AS agreements_listed,
  coalesce(held, 0) AS agreements_held,
  concat_ws(' ',
    if(verdict = 'too little evidence', 'Too little evidence:', 'On record:')
      || ' ' || tests_with_evidence || ' of 5 tests speak, ' || tests_for_building || ' for building.',
    'For: ' || arguments_for || '.',
    'Against: ' || arguments_against || '.',
    'No evidence on ' || open || '.',
    'Told by ' || heard || if(heard = 1, ' independent voice', ' independent voices')
      || coalesce('; ' || held || ' of ' || listed || ' listed agreements are held with their amount', '')
      || '. No test measures cost.'
  ) AS summary,
  fact_ids
FROM judged
ORDER BY tests_for_building DESC, customer, customer_id
