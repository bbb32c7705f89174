-- vendor_concentration: How concentrated each customer's suppliers are, week by week, on what had been told by the end of each week. Only weeks in which something changed, and the last one, have a row.
-- customer_id: Entity of the customer.
-- customer: The customer.
-- week: ISO week, such as 2026-W26.
-- week_end: Its Sunday.
-- suppliers: Number of suppliers known by then.
-- suppliers_with_usd: Number of those with committed dollars.
-- committed_usd_high: Committed dollars known by then, upper bounds, joint agreements apart.
-- hhi_usd: Herfindahl index of suppliers by committed dollars, 0 to 1; null without dollars.
-- hhi_gigawatts: Herfindahl index of suppliers by contracted and announced gigawatts, joint ones apart, 0 to 1; null without watts.
-- top_supplier: The supplier with the most committed dollars.
-- top_share: Its share of them, 0 to 1.
-- entropy_usd: Shannon entropy of the shares by dollars, in bits.
-- has_own_silicon: Whether facts tell of a chip of the customer's own by then.
-- hhi_usd_change: Change of hhi_usd since the customer's row before.
-- hhi_usd_change_4w: Change of hhi_usd over 4 weeks; null where there was none then.
-- hhi_usd_change_13w: Change of hhi_usd over 13 weeks.
-- hhi_usd_change_52w: Change of hhi_usd over 52 weeks.
-- fact_ids: The facts behind the row.
WITH pairs AS (
  SELECT customer_id, customer, supplier_id, supplier, unnest(fact_ids) AS fact_id
  FROM vendor_dependency_as_of(as_of)
), money AS (
  SELECT fact_id, usd_high FROM commitments_as_of(as_of) WHERE NOT is_joint AND grade <> 'soft'
), told AS (
  SELECT
    pairs.*,
    date_trunc('week', fact.first_seen)::DATE + 6 AS week_end,
    money.usd_high,
    CASE WHEN fact.kind = 'capacity' AND fact.in_sums AND fact.grade IS DISTINCT FROM 'soft'
      AND len(sides.payer_ids) < 2 AND len(sides.payee_ids) < 2
      THEN coalesce(fact.high, fact.low) END AS watts
  FROM pairs
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
  LEFT JOIN fact_sides_as_of(as_of) AS sides USING (fact_id)
  LEFT JOIN money USING (fact_id)
), weeks AS (
  SELECT DISTINCT customer_id, week_end FROM told
  UNION
  SELECT DISTINCT customer_id, date_trunc('week', as_of)::DATE + 6 FROM told
), standing AS (
  SELECT
    weeks.customer_id,
    weeks.week_end,
    told.supplier_id,
    any_value(told.customer) AS customer,
    any_value(told.supplier) AS supplier,
    sum(told.usd_high) AS usd,
    sum(exact(told.watts))::DOUBLE AS watts,
    list(told.fact_id) AS fact_ids
  FROM weeks
  JOIN told ON told.customer_id = weeks.customer_id AND told.week_end <= weeks.week_end
  GROUP BY weeks.customer_id, weeks.week_end, told.supplier_id
), shares AS (
  SELECT
    *,
    (usd / nullif(sum(usd) OVER week, 0))::DOUBLE AS usd_share,
    watts / nullif(sum(watts) OVER week, 0) AS watts_share
  FROM standing
  WINDOW week AS (PARTITION BY customer_id, week_end)
), silicon AS (
  SELECT party.owner_id AS customer_id, min(fact.first_seen) AS first_seen
  FROM fact_parties_as_of(as_of) AS party
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
  WHERE party.kind = 'chip' AND fact.is_trusted
  GROUP BY party.owner_id
), indexed AS (
  SELECT
    customer_id,
    any_value(customer) AS customer,
    week_end,
    count(*) AS suppliers,
    count(usd) AS suppliers_with_usd,
    sum(usd) AS committed_usd_high,
    round(sum(usd_share ** 2), 6) AS hhi_usd,
    round(sum(watts_share ** 2), 6) AS hhi_gigawatts,
    arg_max(supplier, (usd, supplier_id)) FILTER (usd IS NOT NULL) AS top_supplier,
    round(max(usd_share), 6) AS top_share,
    round(-sum(if(usd_share > 0, usd_share * log2(usd_share), 0)), 6) AS entropy_usd,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM shares
  GROUP BY customer_id, week_end
)
SELECT
  indexed.customer_id,
  indexed.customer,
  iso_week(indexed.week_end) AS week,
  indexed.week_end,
  indexed.suppliers,
  indexed.suppliers_with_usd,
  indexed.committed_usd_high,
  indexed.hhi_usd,
  indexed.hhi_gigawatts,
  indexed.top_supplier,
  indexed.top_share,
  abs(indexed.entropy_usd) AS entropy_usd,
  coalesce(silicon.first_seen <= indexed.week_end, false) AS has_own_silicon,
  round(indexed.hhi_usd - lag(indexed.hhi_usd) OVER (
    PARTITION BY indexed.customer_id ORDER BY indexed.week_end), 6) AS hhi_usd_change,
  round(indexed.hhi_usd - month_ago.hhi_usd, 6) AS hhi_usd_change_4w,
  round(indexed.hhi_usd - quarter_ago.hhi_usd, 6) AS hhi_usd_change_13w,
  round(indexed.hhi_usd - year_ago.hhi_usd, 6) AS hhi_usd_change_52w,
  indexed.fact_ids
FROM indexed
LEFT JOIN silicon USING (customer_id)
ASOF LEFT JOIN indexed AS month_ago
  ON month_ago.customer_id = indexed.customer_id
  AND indexed.week_end - 28 >= month_ago.week_end
ASOF LEFT JOIN indexed AS quarter_ago
  ON quarter_ago.customer_id = indexed.customer_id
  AND indexed.week_end - 91 >= quarter_ago.week_end
ASOF LEFT JOIN indexed AS year_ago
  ON year_ago.customer_id = indexed.customer_id
  AND indexed.week_end - 364 >= year_ago.week_end
ORDER BY indexed.customer, indexed.customer_id, indexed.week_end
