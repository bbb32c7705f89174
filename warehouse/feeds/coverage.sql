-- coverage: Which of the field's largest announced agreements the warehouse holds, one row each, those announced by the given day. Every share and index is as complete as this.
-- entry_id: Short name of the agreement in the ledger (announced_agreements).
-- what: What was agreed, in words.
-- payer_ids: Who pays or takes the capacity, rolled up to owners.
-- payers: Their names.
-- payee_ids: Who is paid or supplies, rolled up to owners; empty where the payer builds for itself.
-- payees: Their names.
-- kind: deal where it is money, capacity where it is power.
-- role: What the money is for; null of capacity.
-- announced_on: Day of the announcement, or of the first report.
-- announced_precision: day where the page prints it; month where it gives no more, and the day is not sourced.
-- firmness: How firm it stood when it was announced.
-- usd_low: Dollars announced, lower bound; null where open, or of capacity.
-- usd_high: Dollars announced, upper bound; the lower one where open.
-- watts_low: Power announced, W, lower bound; null where open, or of money.
-- watts_high: Power announced, W, upper bound; the lower one where open.
-- held_as: amount: a trusted fact between the same owners tells an amount that agrees; relation only: trusted facts tell no amount, or only others; in review: only facts that wait in review tell it; absent: none does.
-- held_low: Lower bound that the best fact tells (the one nearest to the upper bound announced), in dollars or W as above; null where it tells none.
-- held_high: Upper bound that the best fact tells; the lower one where open.
-- held_firmness: How firm the best fact stands.
-- first_told: Day on which any of the facts was first told; null where absent.
-- days_after: Days from the announcement to the first telling, below 0 if it was told before; null where absent or the day is not sourced.
-- usd: Dollars that the agreement weighs in shares: the upper bound; null of capacity.
-- usd_held: What the best fact tells of them, where held_as is amount, else 0; null of capacity.
-- watts: Watts that it weighs in shares: the upper bound; null of money.
-- watts_held: What the best fact tells of them, where held_as is amount, else 0; null of money.
-- source: Address of a page that tells of the agreement.
-- fact_ids: The facts of that standing, the best one first; empty where absent.
WITH owned AS (
  SELECT
    entry_id,
    list_sort(list(DISTINCT entity.root_id) FILTER (side = 'payer')) AS payer_ids,
    coalesce(list_sort(list(DISTINCT entity.root_id) FILTER (side = 'payee')), []) AS payee_ids,
    string_agg(DISTINCT owner.name, ', ' ORDER BY owner.name) FILTER (side = 'payer') AS payers,
    string_agg(DISTINCT owner.name, ', ' ORDER BY owner.name) FILTER (side = 'payee') AS payees
  FROM (
    SELECT entry_id, 'payer' AS side, unnest(payer_ids) AS entity_id FROM announced_agreements
    UNION ALL
    SELECT entry_id, 'payee', unnest(payee_ids) FROM announced_agreements
  )
  JOIN entities AS entity USING (entity_id)
  JOIN entities AS owner ON owner.entity_id = entity.root_id
  GROUP BY entry_id
), ledger AS (
  SELECT
    entry.* EXCLUDE (payer_ids, payee_ids, high),
    coalesce(entry.high, entry.low) AS high,
    owned.* EXCLUDE (entry_id),
    coalesce(role IN ('investment', 'acquisition', 'financing'), false) AS is_stake
  FROM announced_agreements AS entry
  JOIN owned USING (entry_id)
  WHERE announced_on <= as_of
), told AS (
  SELECT
    fact.fact_id,
    fact.kind,
    fact.role,
    fact.is_trusted,
    fact.confidence,
    fact.firmness_latest AS firmness,
    fact.first_seen,
    side.payer_ids,
    side.payee_ids,
    fact.kind = 'deal' AND coalesce(fact.role IN ('investment', 'acquisition', 'financing'), false)
      AS is_stake,
    CASE WHEN fact.kind = 'deal' THEN 'USD' WHEN fact.kind = 'capacity' THEN 'W' END AS unit,
    if(fact.kind = 'deal', money.usd_low::DOUBLE, fact.low) AS low,
    if(
      fact.kind = 'deal',
      coalesce(money.usd_high, money.usd_low)::DOUBLE,
      coalesce(fact.high, fact.low)
    ) AS high
  FROM facts_as_of(as_of) AS fact
  JOIN fact_sides_as_of(as_of) AS side USING (fact_id)
  LEFT JOIN amounts_as_of(as_of) AS money USING (fact_id)
  WHERE fact.kind IN ('deal', 'dependency') OR (fact.kind = 'capacity' AND fact.unit = 'W')
), sides AS (
  SELECT *, unnest(payer_ids) AS payer_id FROM told
  UNION ALL
  -- Whose watts they are is told from either side.
  SELECT * REPLACE (payee_ids AS payer_ids, payer_ids AS payee_ids), unnest(payee_ids)
  FROM told
  WHERE kind <> 'deal'
), matched AS (
  SELECT DISTINCT ON (entry.entry_id, side.fact_id)
    entry.entry_id,
    side.fact_id,
    side.confidence,
    side.firmness,
    side.first_seen,
    CASE WHEN side.unit = entry.unit THEN side.low END AS held_low,
    CASE WHEN side.unit = entry.unit THEN side.high END AS held_high,
    abs(held_high - entry.high) AS distance,
    CASE
      WHEN NOT side.is_trusted THEN 3
      WHEN coalesce(held_low, held_high) * closeness.value <= entry.high
        AND held_high >= coalesce(entry.low, entry.high) * closeness.value THEN 1
      ELSE 2
    END AS standing
  FROM (SELECT *, unnest(payer_ids) AS payer_id FROM ledger) AS entry
  JOIN sides AS side USING (payer_id, is_stake)
  JOIN thresholds AS closeness ON closeness.name = 'coverage_closeness'
  WHERE if(
    entry.payee_ids = [],
    -- Who builds for itself is matched by its own spending alone.
    side.kind = 'deal' AND side.role = entry.role,
    list_has_any(side.payee_ids, entry.payee_ids)
  )
), ranked AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY entry_id
      ORDER BY standing, distance NULLS LAST, confidence DESC, first_seen, fact_id
    ) AS place
  FROM matched
  QUALIFY standing = min(standing) OVER (PARTITION BY entry_id)
), held AS (
  SELECT
    entry_id,
    min(standing) AS standing,
    min(first_seen) AS first_told,
    any_value(firmness) FILTER (place = 1) AS firmness,
    any_value(held_low) FILTER (place = 1) AS held_low,
    any_value(held_high) FILTER (place = 1) AS held_high,
    list(fact_id ORDER BY place) AS fact_ids
  FROM ranked
  GROUP BY entry_id
)
SELECT
  entry_id,
  what,
  payer_ids,
  payers,
  payee_ids,
  payees,
  kind,
  role,
  announced_on,
  announced_precision,
  ledger.firmness,
  CASE WHEN unit = 'USD' THEN low END AS usd_low,
  CASE WHEN unit = 'USD' THEN high END AS usd_high,
  CASE WHEN unit = 'W' THEN low END AS watts_low,
  CASE WHEN unit = 'W' THEN high END AS watts_high,
  CASE standing WHEN 1 THEN 'amount' WHEN 2 THEN 'relation only' WHEN 3 THEN 'in review'
    ELSE 'absent' END AS held_as,
  held_low,
  held_high,
  held.firmness AS held_firmness,
  first_told,
  CASE WHEN announced_precision = 'day' THEN first_told - announced_on END AS days_after,
  usd_high AS usd,
  CASE WHEN unit = 'USD' THEN if(held_as = 'amount', least(high, held_high), 0) END AS usd_held,
  watts_high AS watts,
  CASE WHEN unit = 'W' THEN if(held_as = 'amount', least(high, held_high), 0) END AS watts_held,
  source,
  coalesce(held.fact_ids, []) AS fact_ids
FROM ledger
LEFT JOIN held USING (entry_id)
ORDER BY announced_on, entry_id
