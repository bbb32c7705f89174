-- plausibility: Can it be true, for claims that are not of performance: gigawatts against accelerators, money and land, fleets of batteries, orbits and launches, design cycles against fab time, prices against electricity; with a verdict and the arithmetic in a sentence.
-- fact_id: The claim as a fact.
-- subject: What the claim is about.
-- kind: What sort of statement it is.
-- metric: Check that was made.
-- claim: The claimed number in words; null where the claim has words alone.
-- claimed_on: Day on which it was first told.
-- normalised_value: The claim in the form where higher is bolder; null where it cannot be judged.
-- normalised_unit: Unit of the value and of every rung.
-- best_shipping: Best shipping value of the same class at the claimed date.
-- trend: Value of the trend at the claimed date of availability.
-- practical: Practical limit.
-- hard: Hard limit of physics.
-- over_best_shipping: The claim over the best shipping value.
-- over_trend: The claim over the trend.
-- over_practical: The claim over the practical limit.
-- over_hard: The claim over the hard limit.
-- verdict: violates_physics, beyond_practical, aggressive, below_state_of_art, plausible or unverifiable.
-- binding: The rung that decided.
-- missing: What keeps the claim from being judged.
-- explanation: The arithmetic in one sentence.
-- assumptions: What was taken for granted, such as a power joined from another sentence.
-- frontier: Version of the reference data that it was judged against.
-- modality: How it is asserted.
-- quote: The sentence of the best source.
-- url: Where that was read.
-- claim_id: The claim whose words were judged.
-- fact_ids: The facts behind the row.
WITH judged AS (
  SELECT verdict.*, fact.* EXCLUDE (fact_id, metric)
  FROM verdicts AS verdict
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
  JOIN claims AS claim ON claim.claim_id = verdict.claim_id
  WHERE (fact.kind <> 'efficiency' OR contains(verdict.metric, '_against_'))
    AND fact.is_trusted AND fact.state <> 'denied'
    AND claim.recorded_at <= as_of
  -- A fact told by many claims is judged once, by the first that can be judged.
  QUALIFY row_number() OVER (
    PARTITION BY fact_id, verdict.metric
    ORDER BY verdict.verdict = 'unverifiable', claim.told_on, claim.claim_id
  ) = 1
), joined AS (
  SELECT record_id, list(placed.fact_id) AS joined_fact_ids
  FROM (SELECT record_id, unnest(joined_claim_ids) AS claim_id FROM verdicts)
  JOIN fact_claims AS placed USING (claim_id)
  GROUP BY record_id
)
SELECT
  fact_id,
  subject,
  kind,
  metric,
  CASE WHEN NOT qualitative THEN amount_in_words(low, high, unit) END AS claim,
  first_seen AS claimed_on,
  normalised_value,
  normalised_unit,
  best_shipping,
  trend,
  practical,
  hard,
  normalised_value / best_shipping AS over_best_shipping,
  normalised_value / trend AS over_trend,
  normalised_value / practical AS over_practical,
  normalised_value / hard AS over_hard,
  verdict,
  binding,
  missing,
  explanation,
  assumptions,
  frontier,
  modality,
  quote,
  url,
  claim_id,
  list_sort(list_distinct([fact_id] || coalesce(joined_fact_ids, []))) AS fact_ids
FROM judged
LEFT JOIN joined USING (record_id)
ORDER BY claimed_on, subject, fact_id, metric
