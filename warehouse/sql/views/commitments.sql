-- commitments: One row per amount of money between parties that counts in sums: totals as they are told, and rates as rate times term where their agreement tells no total. Other currencies are converted at the rate of the month before the amount was first told. A dollar stands here once.
-- fact_id: The fact that gives the amount.
-- agreement_id: The agreement that it belongs to, null where only one party is known.
-- role: What the money is for.
-- payer_ids: Who pays, rolled up to owners.
-- payers: Their names.
-- payee_ids: Who is paid, rolled up to owners; empty where it is not told.
-- payees: Their names.
-- is_joint: Whether several payers or payees share it, so that no single one has it all.
-- usd_low: Lower bound in US dollars, null where open.
-- usd_high: Upper bound in US dollars; the lower one where open.
-- currency: The currency that it is told in.
-- usd_per_unit: US dollars for one unit of that currency, as converted here.
-- rate_day: Day of that rate, null for dollars.
-- is_derived: Whether it is a rate times a term, not told as an amount.
-- term_months: Term that a derived amount was computed with.
-- grade: contracted, announced or soft.
-- firmness: How firm it stands.
-- when_start: First day of spending or delivery, if told.
-- when_end: Last day of spending or delivery, if told.
-- first_seen: Day on which it was first told.
-- last_seen: Day on which it was last told.
-- fact_ids: Facts behind the amount: the fact, and the one that tells the term.
WITH told AS (
  SELECT
    fact.*,
    placed.agreement_id,
    placed.part,
    split_part(fact.unit, '/', 1) AS currency,
    nullif(split_part(fact.unit, '/', 2), '') AS period
  FROM facts_as_of(as_of) AS fact
  LEFT JOIN agreement_facts AS placed USING (fact_id)
  WHERE fact.kind = 'deal' AND fact.in_sums
), money AS (
  SELECT
    told.*,
    rate.day AS rate_day,
    CASE WHEN told.currency = 'USD' THEN 1 ELSE rate.usd_per_unit END AS usd_per_unit
  FROM told
  ASOF LEFT JOIN exchange_rates AS rate
    ON rate.currency = told.currency AND told.first_seen >= rate.day
), totals AS (
  SELECT
    agreement_id,
    -- An agreement told in two currencies is one sum of money: its dollars, where they are told.
    arg_min(currency, (currency <> 'USD', currency)) AS currency
  FROM money
  WHERE period IS NULL AND agreement_id IS NOT NULL AND usd_per_unit IS NOT NULL
  GROUP BY agreement_id
), terms AS (
  SELECT
    placed.agreement_id,
    max(coalesce(fact.high, fact.low)) AS months,
    arg_max(fact.fact_id, (coalesce(fact.high, fact.low), fact.fact_id)) AS fact_id
  FROM facts_as_of(as_of) AS fact
  JOIN agreement_facts AS placed USING (fact_id)
  WHERE fact.kind = 'duration' AND fact.metric = 'contract_term' AND fact.in_sums
  GROUP BY placed.agreement_id
), timed AS (
  SELECT
    money.*,
    CASE WHEN period IS NOT NULL THEN coalesce(
      terms.months,
      date_diff('day', coalesce(when_start, first_seen), when_end) / 30.4375
    ) END AS term_months,
    terms.fact_id AS term_fact_id
  FROM money
  LEFT JOIN terms USING (agreement_id)
  LEFT JOIN totals USING (agreement_id)
  WHERE totals.currency IS NULL OR (period IS NULL AND totals.currency = money.currency)
), amounts AS (
  SELECT
    *,
    usd_per_unit
      * CASE period WHEN 'month' THEN term_months WHEN 'year' THEN term_months / 12 ELSE 1 END
      AS times
  FROM timed
), sides AS (
  SELECT
    fact_id,
    list_sort(list(DISTINCT owner_id) FILTER (role = 'subject')) AS payer_ids,
    string_agg(DISTINCT owner, ', ' ORDER BY owner) FILTER (role = 'subject') AS payers,
    list_sort(list(DISTINCT owner_id) FILTER (role = 'object')) AS payee_ids,
    string_agg(DISTINCT owner, ', ' ORDER BY owner) FILTER (role = 'object') AS payees
  FROM fact_parties_as_of(as_of)
  GROUP BY fact_id
)
SELECT
  fact_id,
  agreement_id,
  role,
  coalesce(payer_ids, []) AS payer_ids,
  payers,
  coalesce(payee_ids, []) AS payee_ids,
  payees,
  coalesce(len(payer_ids), 0) > 1 OR coalesce(len(payee_ids), 0) > 1 AS is_joint,
  exact(low * times) AS usd_low,
  exact(coalesce(high, low) * times) AS usd_high,
  currency,
  usd_per_unit,
  rate_day,
  period IS NOT NULL AS is_derived,
  round(term_months, 2) AS term_months,
  grade,
  firmness_latest AS firmness,
  when_start,
  when_end,
  first_seen,
  last_seen,
  CASE WHEN period IS NOT NULL AND term_fact_id IS NOT NULL
    THEN list_sort([fact_id, term_fact_id]) ELSE [fact_id] END AS fact_ids
FROM amounts
LEFT JOIN sides USING (fact_id)
WHERE times IS NOT NULL
ORDER BY fact_id
