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
-- firmness: How firm it stood when it was announced.
-- usd_low: Dollars announced, lower bound; null where open, or of capacity.
-- usd_high: Dollars announced, upper bound; the lower one where open.
-- watts_low: Power announced, W, lower bound; null where open, or of money.
-- watts_high: Power announced, W, upper bound; the lower one where open.
-- held_as: amount: a trusted fact between the same owners tells an amount that agrees; relation only: trusted facts tell no amount, or only others; in review: only facts that wait in review tell it; absent: none does.
-- held_low: Lower bound that the best fact tells, in dollars or W as above; null where it tells none.
-- held_high: Upper bound that the best fact tells; the lower one where open.
-- held_firmness: How firm the best fact stands.
-- first_told: Day on which any of the facts was first told; null where absent.
-- days_after: Days from the announcement to the first telling, below 0 if it was told before; null where absent.
-- usd: Dollars that the agreement weighs in shares: the upper bound; null of capacity.
-- usd_held: The same where held_as is amount, else 0; null of capacity.
-- watts: Watts that it weighs in shares: the upper bound; null of money.
-- watts_held: The same where held_as is amount, else 0; null of money.
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
), matched AS (
  SELECT
    ledger.entry_id,
    told.*,
    CASE
      WHEN NOT told.is_trusted THEN 3
      WHEN told.unit = ledger.unit AND told.high IS NOT NULL
        AND coalesce(told.low, told.high) * closeness.value <= ledger.high
        AND told.high >= coalesce(ledger.low, ledger.high) * closeness.value THEN 1
      ELSE 2
    END AS standing
  FROM ledger
  JOIN thresholds AS closeness ON closeness.name = 'coverage_closeness'
  JOIN told ON told.is_stake = ledger.is_stake
    AND (
      (list_has_any(told.payer_ids, ledger.payer_ids)
        AND if(
          ledger.payee_ids = [],
          -- Who builds for itself is matched by its own spending alone.
          told.kind = 'deal' AND told.role = ledger.role,
          list_has_any(told.payee_ids, ledger.payee_ids)
        ))
      -- Whose watts they are is told from either side.
      OR (told.kind <> 'deal'
        AND list_has_any(told.payer_ids, ledger.payee_ids)
        AND list_has_any(told.payee_ids, ledger.payer_ids))
    )
), ranked AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY entry_id
      ORDER BY standing, unit IS NULL, high IS NULL, confidence DESC, first_seen, fact_id
    ) AS place
  FROM matched
  QUALIFY standing = min(standing) OVER (PARTITION BY entry_id)
), held AS (
  SELECT
    ranked.entry_id,
    min(standing) AS standing,
    min(first_seen) AS first_told,
    arg_min(ranked.firmness, place) AS firmness,
    arg_min(if(ranked.unit = ledger.unit, {'low': ranked.low, 'high': ranked.high}, NULL), place)
      AS bounds,
    list(fact_id ORDER BY place) AS fact_ids
  FROM ranked
  JOIN ledger USING (entry_id)
  GROUP BY ranked.entry_id
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
  ledger.firmness,
  CASE WHEN unit = 'USD' THEN low END AS usd_low,
  CASE WHEN unit = 'USD' THEN high END AS usd_high,
  CASE WHEN unit = 'W' THEN low END AS watts_low,
  CASE WHEN unit = 'W' THEN high END AS watts_high,
  CASE standing WHEN 1 THEN 'amount' WHEN 2 THEN 'relation only' WHEN 3 THEN 'in review'
    ELSE 'absent' END AS held_as,
  bounds.low AS held_low,
  bounds.high AS held_high,
  held.firmness AS held_firmness,
  first_told,
  first_told - announced_on AS days_after,
  usd_high AS usd,
  usd * (held_as = 'amount')::INTEGER AS usd_held,
  watts_high AS watts,
  watts * (held_as = 'amount')::INTEGER AS watts_held,
  source,
  coalesce(held.fact_ids, []) AS fact_ids
FROM ledger
LEFT JOIN held USING (entry_id)
ORDER BY announced_on, entry_id
