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
-- gigawatts_basis: Where they are measured; of several the one with most watts, the others are left out.
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
-- fact_ids: The facts behind the row, in the order of the weeks that brought them; of a party with more facts than the threshold `listed_facts` the weightiest three of each week (all stand in dependency_facts).
WITH sides AS (
  SELECT
    'customer' AS side, customer_id AS party_id, customer AS party,
    supplier_id AS partner_id, supplier AS partner, ledger.*
  FROM dependency_facts_as_of(as_of) AS ledger
  UNION ALL
  SELECT 'supplier', supplier_id, supplier, customer_id, customer, ledger.*
  FROM dependency_facts_as_of(as_of) AS ledger
), told AS (
  SELECT
    side, party_id, party, partner_id, partner, fact_ids,
    date_trunc('week', first_seen)::DATE + 6 AS week_end,
    CASE WHEN grade <> 'soft' AND NOT is_joint THEN usd_high END AS usd,
    CASE WHEN grade <> 'soft' AND NOT is_joint THEN watts_high END AS watts,
    basis
  FROM sides
), measured AS (
  SELECT side, party_id, basis AS main_basis
  FROM told
  WHERE watts IS NOT NULL
  GROUP BY side, party_id, basis
  QUALIFY row_number() OVER (
    PARTITION BY side, party_id ORDER BY sum(watts) DESC, basis NULLS LAST
  ) = 1
), weekly AS (
  SELECT
    side,
    party_id,
    partner_id,
    week_end,
    any_value(party) AS party,
    any_value(partner) AS partner,
    any_value(main_basis) FILTER (watts IS NOT NULL) AS basis,
    sum(usd) AS usd,
    sum(watts) FILTER (basis IS NOT DISTINCT FROM main_basis) AS watts
  FROM told
  LEFT JOIN measured USING (side, party_id)
  GROUP BY ALL
), running AS (
  -- Amounts of a pair only grow from week to week, so that all that follows adds up.
  SELECT
    *,
    (sum(usd) OVER so_far)::DOUBLE AS usd_now,
    coalesce((sum(usd) OVER before)::DOUBLE, 0) AS usd_then,
    (sum(watts) OVER so_far)::DOUBLE AS watts_now,
    coalesce((sum(watts) OVER before)::DOUBLE, 0) AS watts_then
  FROM weekly
  WINDOW
    so_far AS (PARTITION BY side, party_id, partner_id ORDER BY week_end),
    before AS (PARTITION BY side, party_id, partner_id ORDER BY week_end
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), steps AS (
  SELECT
    side,
    party_id,
    week_end,
    any_value(party) AS party,
    count(*) FILTER (is_first) AS partners,
    count(*) FILTER (usd_now IS NOT NULL AND usd_then = 0) AS partners_with_usd,
    sum(usd) AS usd,
    sum(usd_now ** 2 - usd_then ** 2) FILTER (usd IS NOT NULL) AS usd_squares,
    sum(surprise(usd_now) - surprise(usd_then)) FILTER (usd IS NOT NULL) AS usd_logs,
    max({'amount': usd_now, 'partner_id': partner_id, 'partner': partner})
      FILTER (usd_now IS NOT NULL) AS usd_top,
    any_value(basis) AS basis,
    sum(watts) AS watts,
    sum(watts_now ** 2 - watts_then ** 2) FILTER (watts IS NOT NULL) AS watts_squares,
    sum(surprise(watts_now) - surprise(watts_then)) FILTER (watts IS NOT NULL) AS watts_logs,
    max({'amount': watts_now, 'partner_id': partner_id, 'partner': partner})
      FILTER (watts_now IS NOT NULL) AS watts_top
  FROM (
    SELECT *, row_number() OVER (
      PARTITION BY side, party_id, partner_id ORDER BY week_end) = 1 AS is_first
    FROM running
  )
  GROUP BY side, party_id, week_end
), weeks AS (
  SELECT side, party_id, week_end FROM steps
  UNION
  SELECT DISTINCT side, party_id, date_trunc('week', as_of)::DATE + 6 FROM steps
), first_told AS (
  SELECT side, party_id, fact_id, min(week_end) AS week_end, max(usd) AS usd, max(watts) AS watts
  FROM (SELECT side, party_id, week_end, usd, watts, unnest(fact_ids) AS fact_id FROM told)
  GROUP BY side, party_id, fact_id
), listed AS (
  SELECT *
  FROM first_told
  QUALIFY count(*) OVER (PARTITION BY side, party_id) <= threshold('listed_facts')
    OR row_number() OVER (
      PARTITION BY side, party_id, week_end
      ORDER BY usd DESC NULLS LAST, watts DESC NULLS LAST, fact_id
    ) <= 3
), in_order AS (
  SELECT side, party_id, list(fact_id ORDER BY week_end, fact_id) AS fact_ids
  FROM listed
  GROUP BY ALL
), known AS (
  SELECT side, party_id, week_end, count(*) AS facts FROM listed GROUP BY ALL
), summed AS (
  SELECT
    side,
    party_id,
    week_end,
    max(party) OVER so_far AS party,
    sum(partners) OVER so_far AS partners,
    sum(partners_with_usd) OVER so_far AS partners_with_usd,
    sum(usd) OVER so_far AS usd,
    sum(usd_squares) OVER so_far AS usd_squares,
    sum(usd_logs) OVER so_far AS usd_logs,
    max(usd_top) OVER so_far AS usd_top,
    max(basis) OVER so_far AS basis,
    sum(watts) OVER so_far AS watts,
    sum(watts_squares) OVER so_far AS watts_squares,
    sum(watts_logs) OVER so_far AS watts_logs,
    max(watts_top) OVER so_far AS watts_top,
    sum(facts) OVER so_far AS facts
  FROM weeks
  LEFT JOIN steps USING (side, party_id, week_end)
  LEFT JOIN known USING (side, party_id, week_end)
  WINDOW so_far AS (PARTITION BY side, party_id ORDER BY week_end)
), indexed AS MATERIALIZED (
  SELECT
    summed.*,
    round(usd_squares / nullif(usd, 0)::DOUBLE ** 2, 6) AS hhi_usd,
    round(watts_squares / nullif(watts, 0)::DOUBLE ** 2, 6) AS hhi_gigawatts
  FROM summed
), indices AS MATERIALIZED (
  SELECT side, party_id, week_end, hhi_usd, hhi_gigawatts FROM indexed
)
SELECT
  indexed.side,
  indexed.party_id,
  indexed.party,
  indexed.week_end,
  indexed.partners::BIGINT AS partners,
  indexed.partners_with_usd::BIGINT AS partners_with_usd,
  indexed.usd AS committed_usd_high,
  indexed.hhi_usd,
  indexed.usd_top.partner AS top_partner,
  round(indexed.usd_top.amount / nullif(indexed.usd, 0)::DOUBLE, 6) AS top_share,
  entropy(indexed.usd, indexed.usd_logs) AS entropy_usd,
  indexed.watts::DOUBLE / 1e9 AS gigawatts_high,
  indexed.basis AS gigawatts_basis,
  indexed.hhi_gigawatts,
  indexed.watts_top.partner AS top_partner_gigawatts,
  round(indexed.watts_top.amount / nullif(indexed.watts, 0)::DOUBLE, 6) AS top_share_gigawatts,
  entropy(indexed.watts, indexed.watts_logs) AS entropy_gigawatts,
  round(indexed.hhi_usd - lag(indexed.hhi_usd) OVER (
    PARTITION BY indexed.side, indexed.party_id ORDER BY indexed.week_end), 6) AS hhi_usd_change,
  round(indexed.hhi_usd - month_ago.hhi_usd, 6) AS hhi_usd_change_4w,
  round(indexed.hhi_usd - quarter_ago.hhi_usd, 6) AS hhi_usd_change_13w,
  round(indexed.hhi_usd - year_ago.hhi_usd, 6) AS hhi_usd_change_52w,
  round(indexed.hhi_gigawatts - month_ago.hhi_gigawatts, 6) AS hhi_gigawatts_change_4w,
  round(indexed.hhi_gigawatts - quarter_ago.hhi_gigawatts, 6) AS hhi_gigawatts_change_13w,
  round(indexed.hhi_gigawatts - year_ago.hhi_gigawatts, 6) AS hhi_gigawatts_change_52w,
  in_order.fact_ids[:indexed.facts] AS fact_ids
FROM indexed
JOIN in_order USING (side, party_id)
ASOF LEFT JOIN indices AS month_ago
  ON month_ago.side = indexed.side AND month_ago.party_id = indexed.party_id
  AND indexed.week_end - 28 >= month_ago.week_end
ASOF LEFT JOIN indices AS quarter_ago
  ON quarter_ago.side = indexed.side AND quarter_ago.party_id = indexed.party_id
  AND indexed.week_end - 91 >= quarter_ago.week_end
ASOF LEFT JOIN indices AS year_ago
  ON year_ago.side = indexed.side AND year_ago.party_id = indexed.party_id
  AND indexed.week_end - 364 >= year_ago.week_end
