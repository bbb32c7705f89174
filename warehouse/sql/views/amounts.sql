-- amounts: One row per amount of money that a fact tells: converted to dollars, a rate multiplied with its term, and, where it is in no sum, why. What counts stands again in commitments.
-- fact_id: The fact that gives the amount.
-- agreement_id: The agreement that it belongs to, null where only one party is known.
-- role: What the money is for.
-- payer_ids: Who pays, rolled up to owners; who is also paid is no payer.
-- payers: Their names.
-- payee_ids: Who is paid, rolled up to owners; empty where it is not told.
-- payees: Their names.
-- is_joint: Whether several payers or payees share it, so that no single one has it all.
-- usd_low: Lower bound in US dollars, null where open or where the amount cannot be given in dollars.
-- usd_high: Upper bound in US dollars; the lower one where open.
-- currency: The currency that it is told in.
-- told_low: Lower bound in that currency as told; of the rate where it is one.
-- told_high: Upper bound in that currency as told; of the rate where it is one.
-- period: month or year where a rate is told, null for an amount.
-- usd_per_unit: US dollars for one unit of that currency, as converted here; null where no rate of exchange is known.
-- rate_day: Day of that rate of exchange, null for dollars.
-- is_derived: Whether it is a rate times a term, not told as an amount.
-- term_months: Term that a derived amount was computed with, upper bound.
-- derivation: How a derived amount comes about, in words; null where the amount is told.
-- grade: contracted, announced or soft; off where it was denied or cancelled.
-- firmness: How firm it stands.
-- when_start: First day of spending or delivery, if told.
-- when_end: Last day of spending or delivery, if told.
-- first_seen: Day on which it was first told.
-- last_seen: Day on which it was last told.
-- left_out: Why it is in no sum, in words; null where it counts.
-- fact_ids: Facts behind the amount: the fact, and the one that tells the term.
WITH replaced AS (
  -- A changed plan is for the time of the plan that it changes.
  SELECT
    link.fact_id,
    arg_max({'first': earlier.when_start, 'last': earlier.when_end}, earlier.when_end) AS span
  FROM fact_links AS link
  JOIN facts_as_of(as_of) AS earlier ON earlier.fact_id = link.other_fact_id
  WHERE link.relation IN ('revises', 'supersedes') AND earlier.role = 'capex'
    AND earlier.when_kind IN ('spending', 'delivery')
  GROUP BY link.fact_id
), told AS (
  SELECT
    fact.* EXCLUDE (when_start, when_end),
    placed.agreement_id,
    split_part(fact.unit, '/', 1) AS currency,
    nullif(split_part(fact.unit, '/', 2), '') AS period,
    -- The day of signing is no time of spending.
    coalesce(when_kind, 'spending') IN ('spending', 'delivery') AS is_timed,
    CASE
      WHEN is_timed AND coalesce(fact.when_start, fact.when_end) IS NOT NULL
        THEN {'first': fact.when_start, 'last': fact.when_end}
      WHEN fact.role = 'capex' THEN replaced.span
    END AS spent,
    spent['first'] AS when_start,
    spent['last'] AS when_end
  FROM facts_as_of(as_of) AS fact
  LEFT JOIN agreement_facts AS placed USING (fact_id)
  LEFT JOIN replaced USING (fact_id)
  WHERE fact.kind = 'deal' AND fact.unit IS NOT NULL
), money AS (
  SELECT
    told.*,
    rate.day AS rate_day,
    CASE WHEN told.currency = 'USD' THEN 1 ELSE rate.usd_per_unit END AS usd_per_unit
  FROM told
  ASOF LEFT JOIN exchange_rates AS rate
    ON rate.currency = told.currency AND told.first_seen >= rate.day
), totals AS (
  -- "Worth billions" is no total.
  SELECT
    agreement_id,
    -- An agreement told in two currencies is one sum of money: its dollars, where they are told.
    arg_min(currency, (currency <> 'USD', currency)) AS currency
  FROM money
  WHERE in_sums AND period IS NULL AND agreement_id IS NOT NULL AND usd_per_unit IS NOT NULL
    AND NOT is_vague_size(low, high, quote)
  GROUP BY agreement_id
), terms AS (
  SELECT
    placed.agreement_id,
    fact.fact_id,
    fact.low,
    coalesce(fact.high, fact.low) AS months
  FROM facts_as_of(as_of) AS fact
  JOIN agreement_facts AS placed USING (fact_id)
  WHERE fact.kind = 'duration' AND fact.in_sums AND placed.part = 'term'
), told_in AS (
  SELECT fact_id, list(DISTINCT article_id) AS articles
  FROM tellings_as_of(as_of)
  SEMI JOIN (
    SELECT fact_id FROM terms UNION ALL SELECT fact_id FROM money WHERE period IS NOT NULL
  ) USING (fact_id)
  GROUP BY fact_id
), best_terms AS (
  -- The term that is told beside the rate, else the longest of the agreement.
  SELECT
    money.fact_id,
    arg_min(
      {'fact_id': terms.fact_id, 'low': terms.low, 'high': terms.months},
      (NOT list_has_any(mine.articles, theirs.articles), -terms.months, terms.fact_id)
    ) AS term
  FROM money
  JOIN terms USING (agreement_id)
  JOIN told_in AS mine ON mine.fact_id = money.fact_id
  JOIN told_in AS theirs ON theirs.fact_id = terms.fact_id
  WHERE money.period IS NOT NULL
  GROUP BY money.fact_id
), spans AS (
  SELECT
    fact_id,
    coalesce(when_start, first_seen) AS first,
    when_end AS last,
    (when_end - coalesce(when_start, first_seen) + 1) / days_per_month() AS months
  FROM money
  -- A shorter interval dates the beginning, not the term.
  WHERE period IS NOT NULL AND when_end IS NOT NULL
    AND when_end - coalesce(when_start, first_seen) >= if(period = 'month', 27, 359)
), timed AS (
  SELECT
    money.*,
    totals.currency AS total_currency,
    best.term.fact_id AS term_fact_id,
    CASE WHEN period IS NOT NULL THEN coalesce(best.term.high, span.months) END AS months_high,
    CASE WHEN period IS NOT NULL THEN if(best.term IS NULL, span.months, best.term.low) END
      AS months_low,
    if(best.term IS NULL, span.first, NULL) AS span_first,
    if(best.term IS NULL, span.last, NULL) AS span_last
  FROM money
  LEFT JOIN best_terms AS best USING (fact_id)
  LEFT JOIN spans AS span USING (fact_id)
  LEFT JOIN totals USING (agreement_id)
), sided AS (
  -- Who was bought was nobody's part before; who builds on a site does not pay its owner.
  SELECT
    timed.*,
    coalesce(sides.payer_ids, []) AS payer_ids,
    sides.payers,
    CASE
      WHEN role = 'acquisition' AND is_one_owner THEN object_ids
      WHEN is_built THEN []
      ELSE coalesce(sides.payee_ids, [])
    END AS payee_ids,
    CASE
      WHEN role = 'acquisition' AND is_one_owner THEN object
      WHEN NOT is_built THEN sides.payees
    END AS payees
  FROM (
    SELECT
      *,
      role = 'capex' AND object_ids <> []
        AND len(list_filter(object_ids, lambda one: NOT starts_with(one, 'site:'))) = 0 AS is_built
    FROM timed
  ) AS timed
  LEFT JOIN (
    SELECT *, payer_ids = payee_ids AS is_one_owner FROM fact_sides_as_of(as_of)
  ) AS sides USING (fact_id)
), amounts AS (
  SELECT
    *,
    is_vague_size(low, high, quote) AS is_vague,
    usd_per_unit * CASE period WHEN 'month' THEN months_low WHEN 'year' THEN months_low / 12 ELSE 1 END
      AS times_low,
    usd_per_unit * CASE period WHEN 'month' THEN months_high WHEN 'year' THEN months_high / 12 ELSE 1 END
      AS times_high
  FROM sided
), judged AS (
  SELECT
    *,
    bool_or(in_sums AND NOT is_vague AND times_high IS NOT NULL) OVER (PARTITION BY agreement_id)
      AND agreement_id IS NOT NULL AS is_told_exactly
  FROM amounts
), counted AS (
  SELECT
    *,
    CASE
      WHEN qualitative OR (low IS NULL AND high IS NULL) THEN 'told in words alone'
      WHEN state IN ('denied', 'cancelled') THEN state
      WHEN voices = 0 THEN 'only machines tell it'
      WHEN NOT is_trusted THEN 'waits in review'
      WHEN state = 'superseded' THEN 'a later fact replaces it'
      WHEN is_part THEN 'part of an amount that counts'
      WHEN NOT in_sums THEN 'contradicted by a fact that counts'
      WHEN payer_ids = payee_ids AND payer_ids <> [] THEN 'within one owner'
      WHEN usd_per_unit IS NULL THEN 'no rate of exchange for ' || currency || ' by ' || first_seen
      WHEN period IS NOT NULL AND total_currency IS NOT NULL
        THEN 'a rate whose agreement tells a total'
      WHEN total_currency <> currency THEN 'its agreement tells the amount in ' || total_currency
      WHEN times_high IS NULL THEN 'a rate without a term'
      WHEN is_vague AND is_told_exactly THEN 'a vague size whose agreement tells an amount'
      WHEN is_vague AND payee_ids = [] THEN 'a vague size that is paid to nobody named'
    END AS left_out
  FROM judged
), outlays AS (
  -- What a payer spends in all in a time of a year or more, the firm and the latest first.
  SELECT
    payer_ids,
    any_value(threshold('overlap_share')) AS most,
    list(
      [{'fact_id': fact_id, 'first': when_start, 'last': when_end}]
      ORDER BY grade = 'soft', when_end DESC, when_start, fact_id
    ) AS spans
  FROM counted
  WHERE left_out IS NULL AND role = 'capex' AND object_ids = [] AND payer_ids <> []
    AND when_end - when_start >= 300
  GROUP BY payer_ids
), kept AS (
  -- Fiscal years, calendar years and the last twelve months overlap: each day is counted once.
  SELECT
    payer_ids,
    list_transform(spans, lambda one: one[1].fact_id) AS all_ids,
    list_reduce(spans, lambda kept, next:
      if(
        len(list_filter(kept, lambda one:
          least(one.last, next[1].last) - greatest(one.first, next[1].first)
            > most * (next[1].last - next[1].first))) > 0,
        kept,
        list_concat(kept, next)
      )
    ) AS spans
  FROM outlays
), outcome AS (
  SELECT
    counted.* EXCLUDE (left_out),
    coalesce(left_out, CASE
      WHEN list_contains(kept.all_ids, fact_id)
        AND NOT list_contains(list_transform(kept.spans, lambda one: one.fact_id), fact_id)
      THEN 'spending of a time that overlaps with one that counts'
      -- What a payer puts into one place in a year is among all that it spends in that year.
      WHEN role = 'capex' AND len(list_filter(payee_ids, lambda one: starts_with(one, 'org:'))) = 0
        AND when_end - when_start >= 300
        AND NOT list_contains(kept.all_ids, fact_id)
        AND list_sum(list_transform(kept.spans, lambda one: greatest(
          0, least(one.last, when_end) - greatest(one.first, when_start)
        ))) >= threshold('within_share') * (when_end - when_start)
      THEN 'within what the payer spends in all in that time'
    END) AS left_out
  FROM counted
  LEFT JOIN kept USING (payer_ids)
)
SELECT
  fact_id,
  agreement_id,
  role,
  payer_ids,
  payers,
  payee_ids,
  payees,
  len(payer_ids) > 1 OR len(payee_ids) > 1 AS is_joint,
  exact(low * times_low) AS usd_low,
  exact(coalesce(high, low) * times_high) AS usd_high,
  currency,
  low AS told_low,
  high AS told_high,
  period,
  usd_per_unit,
  rate_day,
  period IS NOT NULL AND times_high IS NOT NULL AS is_derived,
  round(months_high, 2) AS term_months,
  CASE WHEN period IS NOT NULL AND times_high IS NOT NULL THEN
    amount_in_words(low, high, unit) || ' for ' || number_in_words(round(months_high, 1))
      || ' months, '
      || coalesce(interval_in_words(span_first, span_last), 'told as its term')
      || if(span_first IS NOT NULL AND when_start IS NULL, ', from the day it was first told', '')
  END AS derivation,
  grade,
  firmness_latest AS firmness,
  when_start,
  when_end,
  first_seen,
  last_seen,
  left_out,
  CASE WHEN period IS NOT NULL AND term_fact_id IS NOT NULL
    THEN list_sort([fact_id, term_fact_id]) ELSE [fact_id] END AS fact_ids
FROM outcome
ORDER BY fact_id
