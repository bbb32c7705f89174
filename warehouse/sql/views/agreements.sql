-- agreements: One row per deal: its dollars, watts, units, term and tranches together, each counted once. Joint money is the agreement's, not each party's.
-- agreement_id: The agreement.
-- agreement_class: stake (in the other party) or supply (of what it delivers).
-- payer_ids: Who pays or depends, rolled up to owners.
-- payers: Their names.
-- payee_ids: Who is paid or supplies, rolled up to owners.
-- payees: Their names.
-- usd_low: Lower bound of its dollars, null where none is told.
-- usd_high: Upper bound of its dollars.
-- is_derived: Whether the dollars are a rate times a term.
-- watts_low: Lower bound of its power.
-- watts_high: Upper bound of its power.
-- units_low: Lower bound of its count of chips or other things.
-- units_high: Upper bound of that count.
-- term_months: Its term in months.
-- tranches: Number of facts that are tranches of its total.
-- usd_per_gigawatt: Upper bound of dollars over upper bound of power, in dollars a gigawatt.
-- usd_per_unit: Upper bound of dollars over upper bound of units.
-- firmness: The firmest word for any of its facts.
-- first_seen: Day on which it was first told.
-- last_seen: Day on which it was last told.
-- fact_ids: The facts behind it.
WITH placed AS (
  SELECT place.agreement_id, place.agreement_class, place.part, fact.*
  FROM agreement_facts AS place
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
), money AS (
  SELECT
    agreement_id,
    sum(usd_low) AS usd_low,
    sum(usd_high) AS usd_high,
    bool_or(is_derived) AS is_derived,
    max(term_months) AS term_months
  FROM commitments_as_of(as_of)
  GROUP BY agreement_id
), gathered AS (
  SELECT
    placed.agreement_id,
    any_value(agreement_class) AS agreement_class,
    arg_min(fact_id, (list_position(
      ['deal', 'dependency', 'duration', 'volume', 'capacity'], kind), first_seen, fact_id
    )) AS telling_id,
    sum(exact(low)) FILTER (part = 'power' AND in_sums) AS watts_low,
    sum(exact(coalesce(high, low))) FILTER (part = 'power' AND in_sums) AS watts_high,
    sum(exact(low)) FILTER (part = 'units' AND in_sums) AS units_low,
    sum(exact(coalesce(high, low))) FILTER (part = 'units' AND in_sums) AS units_high,
    max(coalesce(high, low)) FILTER (part = 'term' AND in_sums) AS told_term,
    count(*) FILTER (part = 'tranche') AS tranches,
    arg_max(firmness, ladder.rank) FILTER (state = 'current') AS firmness,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    list(fact_id ORDER BY fact_id) AS fact_ids
  FROM placed
  LEFT JOIN firmness_ladder AS ladder ON ladder.word = firmness
  GROUP BY placed.agreement_id
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
  agreement_id,
  agreement_class,
  payer_ids,
  payers,
  payee_ids,
  payees,
  usd_low,
  usd_high,
  coalesce(is_derived, false) AS is_derived,
  watts_low::DOUBLE AS watts_low,
  watts_high::DOUBLE AS watts_high,
  units_low::DOUBLE AS units_low,
  units_high::DOUBLE AS units_high,
  coalesce(told_term, term_months) AS term_months,
  tranches,
  round(usd_high::DOUBLE / (watts_high::DOUBLE / 1e9), 2) AS usd_per_gigawatt,
  round(usd_high::DOUBLE / units_high::DOUBLE, 2) AS usd_per_unit,
  firmness,
  first_seen,
  last_seen,
  fact_ids
FROM gathered
JOIN sides ON sides.fact_id = telling_id
LEFT JOIN money USING (agreement_id)
ORDER BY agreement_id
