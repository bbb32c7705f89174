-- commitments: One row per amount of money between parties that counts in sums: totals as they are told, and rates as rate times term where their agreement tells no total. A dollar stands here once.
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
-- is_derived: Whether it is a rate times a term, not told as an amount.
-- term_months: Term that a derived amount was computed with.
-- grade: contracted, announced or soft.
-- firmness: The firmest word for it.
-- when_start: First day of spending or delivery, if told.
-- when_end: Last day of spending or delivery, if told.
-- first_seen: Day on which it was first told.
-- last_seen: Day on which it was last told.
-- fact_ids: Facts behind the amount: the fact, and the one that tells the term.
WITH money AS (
  SELECT fact.*, placed.agreement_id, placed.part
  FROM facts_as_of(as_of) AS fact
  LEFT JOIN agreement_facts AS placed USING (fact_id)
  WHERE fact.kind = 'deal' AND fact.in_sums AND starts_with(fact.unit, 'USD')
), totals AS (
  SELECT DISTINCT agreement_id FROM money WHERE unit = 'USD' AND agreement_id IS NOT NULL
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
    CASE WHEN unit <> 'USD' THEN coalesce(
      terms.months,
      date_diff('day', coalesce(when_start, first_seen), when_end) / 30.4375
    ) END AS term_months,
    terms.fact_id AS term_fact_id
  FROM money
  LEFT JOIN terms USING (agreement_id)
  WHERE unit = 'USD' OR agreement_id IS NULL OR agreement_id NOT IN (SELECT agreement_id FROM totals)
), amounts AS (
  SELECT
    *,
    CASE unit WHEN 'USD/month' THEN term_months WHEN 'USD/year' THEN term_months / 12 ELSE 1 END
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
  unit <> 'USD' AS is_derived,
  round(term_months, 2) AS term_months,
  grade,
  firmness,
  when_start,
  when_end,
  first_seen,
  last_seen,
  CASE WHEN unit <> 'USD' AND term_fact_id IS NOT NULL
    THEN list_sort([fact_id, term_fact_id]) ELSE [fact_id] END AS fact_ids
FROM amounts
LEFT JOIN sides USING (fact_id)
WHERE times IS NOT NULL
ORDER BY fact_id
