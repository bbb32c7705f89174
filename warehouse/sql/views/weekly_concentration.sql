-- weekly_concentration: How concentrated the suppliers of each customer and the customers of each supplier are, on what had been told by the end of each ISO week. Only weeks in which something was told, and the last one, have a row; between two rows the first one holds.
-- side: customer where it is the customer whose suppliers are weighed, supplier the other way round.
-- party_id: Entity of that customer or supplier.
-- party: Its name.
-- week_end: Sunday of the week.
-- partners: Suppliers of the customer, or customers of the supplier, known by then.
-- partners_with_usd: Those with committed dollars.
-- committed_usd_high: Committed dollars known by then, upper bounds, joint agreements apart.
-- hhi_usd: Herfindahl index of the partners by those dollars, 0 to 1; null without dollars.
-- top_partner: The partner with the most of them.
-- top_share: Its share, 0 to 1.
-- entropy_usd: Shannon entropy of the shares by dollars, in bits; null without dollars.
-- gigawatts_high: Contracted and announced gigawatts known by then, joint ones apart.
-- gigawatts_basis: Where they are measured: the party's basis in main_basis; watts of others are left out.
-- hhi_gigawatts: Herfindahl index of the partners by those watts, 0 to 1; null without watts.
-- top_partner_gigawatts: The partner with the most of them.
-- top_share_gigawatts: Its share, 0 to 1.
-- entropy_gigawatts: Shannon entropy of the shares by watts, in bits; null without watts.
-- hhi_usd_change: Change of hhi_usd since the row before.
-- hhi_usd_change_4w: Change of hhi_usd over 4 weeks; null where there was none then.
-- hhi_usd_change_13w: Change of hhi_usd over 13 weeks.
-- hhi_usd_change_52w: Change of hhi_usd over 52 weeks.
-- hhi_gigawatts_change_4w: Change of hhi_gigawatts over 4 weeks; null where there was none then.
-- hhi_gigawatts_change_13w: Change of hhi_gigawatts over 13 weeks.
-- hhi_gigawatts_change_52w: Change of hhi_gigawatts over 52 weeks.
-- facts: Number of facts that this week and those before brought, as far as they are listed.
-- fact_ids: The facts that this week brought: with those of the weeks before, what is behind the row. Of a party with more facts than the threshold `listed_facts` the weightiest three of each week (all stand in dependency_facts).
WITH places AS (
  -- What is sorted again and again is sorted as numbers.
  SELECT entity_id, name, row_number() OVER (ORDER BY entity_id)::INTEGER AS place FROM entities
), ledger AS (
  SELECT
    mine.place AS customer,
    theirs.place AS supplier,
    ledger.fact_ids,
    ledger.basis,
    date_trunc('week', first_seen)::DATE + 6 AS week_end,
    CASE WHEN grade <> 'soft' AND NOT is_joint THEN usd_high END AS usd,
    CASE WHEN grade <> 'soft' AND NOT is_joint
      AND ledger.basis IS NOT DISTINCT FROM main.basis THEN watts_high END AS watts,
    main.customer_basis,
    main.supplier_basis
  FROM dependency_facts_as_of(as_of) AS ledger
  JOIN places AS mine ON mine.entity_id = customer_id
  JOIN places AS theirs ON theirs.entity_id = supplier_id
  LEFT JOIN main_basis_as_of(as_of) AS main USING (customer_id, supplier_id)
), told AS (
  SELECT
    'customer' AS side, customer AS party, supplier AS partner, week_end, fact_ids, usd,
    CASE WHEN basis IS NOT DISTINCT FROM customer_basis THEN watts END AS watts, basis
  FROM ledger
  UNION ALL
  SELECT
    'supplier', supplier, customer, week_end, fact_ids, usd,
    CASE WHEN basis IS NOT DISTINCT FROM supplier_basis THEN watts END, basis
  FROM ledger
), weekly AS (
  SELECT
    side,
    party,
    partner,
    week_end,
    sum(usd) AS usd,
    sum(watts) AS watts
  FROM told
  GROUP BY ALL
), running AS (
  -- Amounts of a pair only grow from week to week, so that all that follows adds up.
  SELECT
    *,
    row_number() OVER so_far = 1 AS is_first,
    usd IS NOT NULL AND count(usd) OVER so_far = 1 AS is_first_paid,
    sum(usd) OVER so_far AS usd_now,
    sum(watts) OVER so_far AS watts_now
  FROM weekly
  WINDOW so_far AS (PARTITION BY side, party, partner ORDER BY week_end)
), steps AS (
  SELECT
    side,
    party,
    week_end,
    count(*) FILTER (is_first) AS partners,
    count(*) FILTER (is_first_paid) AS partners_with_usd,
    sum(usd) AS usd,
    sum(usd_now::DOUBLE ** 2 - (usd_now - usd)::DOUBLE ** 2) AS usd_squares,
    sum(surprise(usd_now::DOUBLE) - surprise((usd_now - usd)::DOUBLE))
      FILTER (usd IS NOT NULL) AS usd_logs,
    max({'amount': usd_now::DOUBLE, 'partner': partner}) FILTER (usd_now IS NOT NULL) AS usd_top,
    sum(watts) AS watts,
    sum(watts_now::DOUBLE ** 2 - (watts_now - watts)::DOUBLE ** 2) AS watts_squares,
    sum(surprise(watts_now::DOUBLE) - surprise((watts_now - watts)::DOUBLE))
      FILTER (watts IS NOT NULL) AS watts_logs,
    max({'amount': watts_now::DOUBLE, 'partner': partner})
      FILTER (watts_now IS NOT NULL) AS watts_top
  FROM running
  GROUP BY side, party, week_end
), weeks AS (
  SELECT side, party, week_end FROM steps
  UNION
  SELECT DISTINCT side, party, date_trunc('week', as_of)::DATE + 6 FROM steps
), first_told AS (
  SELECT side, party, fact_id, min(week_end) AS week_end, max(usd) AS usd, max(watts) AS watts
  FROM (SELECT side, party, week_end, usd, watts, unnest(fact_ids) AS fact_id FROM told)
  GROUP BY side, party, fact_id
), listed AS (
  SELECT side, party, fact_id, week_end
  FROM first_told
  QUALIFY count(*) OVER (PARTITION BY side, party) <= threshold('listed_facts')
    OR row_number() OVER (
      PARTITION BY side, party, week_end
      ORDER BY usd DESC NULLS LAST, watts DESC NULLS LAST, fact_id
    ) <= 3
), measured AS (
  SELECT DISTINCT side, party, basis FROM told WHERE watts IS NOT NULL
), brought AS (
  SELECT side, party, week_end, list_sort(list(fact_id)) AS fact_ids FROM listed GROUP BY ALL
), summed AS (
  SELECT
    side,
    party,
    week_end,
    sum(partners) OVER so_far AS partners,
    sum(partners_with_usd) OVER so_far AS partners_with_usd,
    sum(usd) OVER so_far AS usd,
    sum(usd_squares) OVER so_far AS usd_squares,
    sum(usd_logs) OVER so_far AS usd_logs,
    max(usd_top) OVER so_far AS usd_top,
    sum(watts) OVER so_far AS watts,
    sum(watts_squares) OVER so_far AS watts_squares,
    sum(watts_logs) OVER so_far AS watts_logs,
    max(watts_top) OVER so_far AS watts_top,
    sum(len(fact_ids)) OVER so_far AS facts
  FROM weeks
  LEFT JOIN steps USING (side, party, week_end)
  LEFT JOIN brought USING (side, party, week_end)
  WINDOW so_far AS (PARTITION BY side, party ORDER BY week_end)
), indexed AS (
  SELECT
    *,
    week_end - DATE '2000-01-01' AS day,
    round(usd_squares / nullif(usd, 0)::DOUBLE ** 2, 6) AS hhi_usd,
    round(watts_squares / nullif(watts, 0)::DOUBLE ** 2, 6) AS hhi_gigawatts
  FROM summed
), moved AS (
  SELECT
    side,
    party,
    week_end,
    hhi_usd - lag(hhi_usd) OVER so_far AS usd_change,
    hhi_usd - last_value(hhi_usd) OVER month_ago AS usd_change_4w,
    hhi_usd - last_value(hhi_usd) OVER quarter_ago AS usd_change_13w,
    hhi_usd - last_value(hhi_usd) OVER year_ago AS usd_change_52w,
    hhi_gigawatts - last_value(hhi_gigawatts) OVER month_ago AS gigawatts_change_4w,
    hhi_gigawatts - last_value(hhi_gigawatts) OVER quarter_ago AS gigawatts_change_13w,
    hhi_gigawatts - last_value(hhi_gigawatts) OVER year_ago AS gigawatts_change_52w
  FROM indexed
  WINDOW
    so_far AS (PARTITION BY side, party ORDER BY day),
    month_ago AS (so_far RANGE BETWEEN UNBOUNDED PRECEDING AND 28 PRECEDING),
    quarter_ago AS (so_far RANGE BETWEEN UNBOUNDED PRECEDING AND 91 PRECEDING),
    year_ago AS (so_far RANGE BETWEEN UNBOUNDED PRECEDING AND 364 PRECEDING)
)
SELECT
  side,
  mine.entity_id AS party_id,
  mine.name AS party,
  week_end,
  partners::BIGINT AS partners,
  partners_with_usd::BIGINT AS partners_with_usd,
  usd AS committed_usd_high,
  hhi_usd,
  top_payee.name AS top_partner,
  round(usd_top.amount / nullif(usd, 0)::DOUBLE, 6) AS top_share,
  entropy(usd, usd_logs) AS entropy_usd,
  watts::DOUBLE / 1e9 AS gigawatts_high,
  if(watts IS NULL, NULL, measured.basis) AS gigawatts_basis,
  hhi_gigawatts,
  top_power.name AS top_partner_gigawatts,
  round(watts_top.amount / nullif(watts, 0)::DOUBLE, 6) AS top_share_gigawatts,
  entropy(watts, watts_logs) AS entropy_gigawatts,
  round(usd_change, 6) AS hhi_usd_change,
  round(usd_change_4w, 6) AS hhi_usd_change_4w,
  round(usd_change_13w, 6) AS hhi_usd_change_13w,
  round(usd_change_52w, 6) AS hhi_usd_change_52w,
  round(gigawatts_change_4w, 6) AS hhi_gigawatts_change_4w,
  round(gigawatts_change_13w, 6) AS hhi_gigawatts_change_13w,
  round(gigawatts_change_52w, 6) AS hhi_gigawatts_change_52w,
  facts::BIGINT AS facts,
  coalesce(brought.fact_ids, []) AS fact_ids
FROM indexed
JOIN moved USING (side, party, week_end)
LEFT JOIN brought USING (side, party, week_end)
LEFT JOIN measured USING (side, party)
JOIN places AS mine ON mine.place = party
LEFT JOIN places AS top_payee ON top_payee.place = usd_top.partner
LEFT JOIN places AS top_power ON top_power.place = watts_top.partner
