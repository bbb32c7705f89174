-- agreements: One row per deal: its dollars, watts, units, term and tranches together, each counted once. Money that goes back is another deal. Joint money is the agreement's, not each party's. Dollars per gigawatt and per unit stand only where one article tells both and both measure the whole.
-- agreement_id: The agreement.
-- agreement_class: stake (in the other party) or supply (of what it delivers).
-- payer_ids: Who pays or depends, rolled up to owners.
-- payers: Their names.
-- payee_ids: Who is paid or supplies, rolled up to owners.
-- payees: Their names.
-- is_joint: Whether several payers or payees share it, so that no single one has it all.
-- usd_low: Lower bound of its dollars, null where none is told.
-- usd_high: Upper bound of its dollars; the lower one where open.
-- is_derived: Whether dollars are a rate times a term.
-- derivation: How they come about then, in words.
-- watts_low: Lower bound of its power, of one basis alone.
-- watts_high: Upper bound of its power, of that basis.
-- watts_basis: Where that power is measured: it, facility, grid, generation or storage; null where it is not told. Where several are told, the one with most watts.
-- watt_hours_low: Lower bound of its energy, such as that of batteries.
-- watt_hours_high: Upper bound of its energy.
-- units_low: Lower bound of its count of chips or other things.
-- units_high: Upper bound of that count.
-- units_of: What is counted.
-- term_months: Its term in months.
-- tranches: Number of facts that are tranches of its total.
-- usd_per_gigawatt: Dollars a gigawatt.
-- usd_per_gigawatt_note: How that is meant (exact, about, at least, at most), or why there is none although dollars and watts are told.
-- usd_per_gigawatt_fact_ids: The facts that it follows from.
-- usd_per_unit: Dollars a unit.
-- usd_per_unit_note: How that is meant, or why there is none although dollars and units are told.
-- usd_per_unit_fact_ids: The facts that it follows from.
-- firmness: The firmest that any of its facts stands at.
-- first_seen: Day on which it was first told.
-- last_seen: Day on which it was last told.
-- fact_ids: The facts behind it.
WITH placed AS (
  SELECT place.agreement_id, place.agreement_class, place.part, fact.*
  FROM agreement_facts AS place
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
), tellings AS (
  SELECT fact_id, list(DISTINCT article_id) AS told_in
  FROM tellings_as_of(as_of)
  SEMI JOIN placed USING (fact_id)
  GROUP BY fact_id
), money AS (
  SELECT
    agreement_id,
    sum(usd_low) AS usd_low,
    sum(usd_high) AS usd_high,
    -- What an open end leaves of the bounds of a quotient.
    CASE WHEN bool_and(usd_low IS NOT NULL) THEN sum(usd_low)::DOUBLE END AS least,
    CASE WHEN bool_and(told_high IS NOT NULL) THEN sum(usd_high)::DOUBLE END AS most,
    bool_or(is_vague_size(told_low, told_high, quote)) AS is_vague,
    bool_or(part = 'tranche') AS is_part,
    bool_and(grade = 'soft') AS is_soft,
    bool_or(is_derived) AS is_derived,
    list({'fact_id': fact_id, 'told': derivation}) FILTER (derivation IS NOT NULL) AS derivations,
    max(term_months) AS term_months,
    list(told_in) AS told_in,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM commitments_as_of(as_of)
  JOIN (SELECT fact_id, part, quote FROM placed) USING (fact_id)
  JOIN tellings USING (fact_id)
  GROUP BY agreement_id
), measured AS (
  SELECT
    agreement_id,
    CASE WHEN unit = 'count' THEN 'units' WHEN unit = 'Wh' THEN 'energy' ELSE 'power' END AS part,
    CASE WHEN unit = 'count' THEN object ELSE basis END AS measured_as,
    sum(exact(low)) AS low,
    sum(exact(coalesce(high, low))) AS high,
    CASE WHEN bool_and(low IS NOT NULL) THEN sum(low) END AS least,
    CASE WHEN bool_and(high IS NOT NULL) THEN sum(high) END AS most,
    bool_or(is_vague_size(low, high, quote)) AS is_vague,
    bool_or(part = 'tranche') AS is_part,
    bool_and(coalesce(grade = 'soft', false)) AS is_soft,
    list_distinct(flatten(list(told_in))) AS told_in,
    list(fact_id) AS fact_ids
  FROM placed
  JOIN tellings USING (fact_id)
  WHERE in_sums AND unit IN ('W', 'Wh', 'count')
  GROUP BY ALL
), sizes AS (
  -- Watts of one basis; units of every thing, which add up.
  SELECT
    agreement_id,
    part,
    CASE part WHEN 'units' THEN sum(low) ELSE arg_max(low, most_first) END AS low,
    CASE part WHEN 'units' THEN sum(high) ELSE arg_max(high, most_first) END AS high,
    CASE part WHEN 'units' THEN array_to_string(
      list_sort(list(measured_as) FILTER (measured_as IS NOT NULL)), ', ')
      ELSE arg_max(coalesce(measured_as, ''), most_first) END AS measured_as,
    count(*) AS bases,
    any_value(measure) AS one
  FROM (
    SELECT
      measured AS measure,
      measured.*,
      (high, coalesce(measured_as, '')) AS most_first
    FROM measured
  )
  GROUP BY agreement_id, part
), quotients AS (
  SELECT
    agreement_id,
    sizes.part,
    CASE
      WHEN sizes.bases > 1 AND sizes.part = 'units' THEN 'counts of different things'
      WHEN sizes.bases > 1 THEN 'measured at different places'
      WHEN money.is_part OR sizes.one.is_part THEN 'one of them is a tranche'
      WHEN money.is_vague OR sizes.one.is_vague THEN 'one of them is a vague size'
      WHEN money.is_soft <> sizes.one.is_soft THEN 'one of them is only rumoured or explored'
      WHEN len(list_filter(money.told_in, lambda a: NOT list_has_any(a, sizes.one.told_in))) > 0
        THEN 'told in different articles'
    END AS obstacle,
    quotient(
      money.least, money.most,
      sizes.one.least / if(sizes.part = 'power', 1e9, 1),
      sizes.one.most / if(sizes.part = 'power', 1e9, 1)
    ) AS quotient,
    list_sort(list_distinct(money.fact_ids || sizes.one.fact_ids)) AS fact_ids
  FROM sizes
  JOIN money USING (agreement_id)
  WHERE sizes.part IN ('power', 'units')
), gathered AS (
  SELECT
    placed.agreement_id,
    any_value(agreement_class) AS agreement_class,
    arg_min(fact_id, (list_position(
      ['deal', 'dependency', 'volume', 'capacity', 'duration'], kind), first_seen, fact_id
    )) AS telling_id,
    max(coalesce(high, low)) FILTER (part = 'term' AND in_sums) AS told_term,
    count(*) FILTER (part = 'tranche') AS tranches,
    arg_max(firmness_latest, ladder.rank) FILTER (state IN ('current', 'contradicted'))
      AS firmness,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    list_sort(list(fact_id)) AS fact_ids
  FROM placed
  LEFT JOIN firmness_ladder AS ladder ON ladder.word = firmness_latest
  GROUP BY placed.agreement_id
)
SELECT
  agreement_id,
  agreement_class,
  sides.payer_ids,
  sides.payers,
  sides.payee_ids,
  sides.payees,
  len(sides.payer_ids) > 1 OR len(sides.payee_ids) > 1 AS is_joint,
  money.usd_low,
  money.usd_high,
  coalesce(money.is_derived, false) AS is_derived,
  array_to_string(list_transform(list_sort(money.derivations), lambda x: x.told), '; ')
    AS derivation,
  power.low::DOUBLE AS watts_low,
  power.high::DOUBLE AS watts_high,
  nullif(power.measured_as, '') AS watts_basis,
  energy.low::DOUBLE AS watt_hours_low,
  energy.high::DOUBLE AS watt_hours_high,
  units.low::DOUBLE AS units_low,
  units.high::DOUBLE AS units_high,
  units.measured_as AS units_of,
  coalesce(told_term, money.term_months) AS term_months,
  tranches,
  CASE WHEN a_watt.obstacle IS NULL THEN round(a_watt.quotient.value, 2) END AS usd_per_gigawatt,
  coalesce(a_watt.obstacle, a_watt.quotient.meant) AS usd_per_gigawatt_note,
  CASE WHEN a_watt.obstacle IS NULL THEN a_watt.fact_ids END AS usd_per_gigawatt_fact_ids,
  CASE WHEN a_unit.obstacle IS NULL THEN round(a_unit.quotient.value, 2) END AS usd_per_unit,
  coalesce(a_unit.obstacle, a_unit.quotient.meant) AS usd_per_unit_note,
  CASE WHEN a_unit.obstacle IS NULL THEN a_unit.fact_ids END AS usd_per_unit_fact_ids,
  firmness,
  gathered.first_seen,
  gathered.last_seen,
  gathered.fact_ids
FROM gathered
JOIN fact_sides_as_of(as_of) AS sides ON sides.fact_id = telling_id
LEFT JOIN money USING (agreement_id)
LEFT JOIN sizes AS power ON power.agreement_id = gathered.agreement_id AND power.part = 'power'
LEFT JOIN sizes AS energy ON energy.agreement_id = gathered.agreement_id AND energy.part = 'energy'
LEFT JOIN sizes AS units ON units.agreement_id = gathered.agreement_id AND units.part = 'units'
LEFT JOIN quotients AS a_watt
  ON a_watt.agreement_id = gathered.agreement_id AND a_watt.part = 'power'
LEFT JOIN quotients AS a_unit
  ON a_unit.agreement_id = gathered.agreement_id AND a_unit.part = 'units'
ORDER BY agreement_id
