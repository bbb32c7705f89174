-- customer_concentration: How concentrated each supplier's customers are, week by week, on what had been told by the end of each week: the other side of vendor_concentration. Only weeks in which something was told, and the last one, have a row; between two rows the first one holds.
-- supplier_id: Entity of the supplier.
-- supplier: The supplier.
-- week: ISO week, such as 2026-W26.
-- week_end: Its Sunday.
-- customers: Number of customers known by then.
-- customers_with_usd: Number of those with committed dollars.
-- committed_usd_high: Dollars committed to the supplier known by then, upper bounds, joint agreements apart.
-- hhi_usd: Herfindahl index of customers by those dollars, 0 to 1; null without dollars.
-- top_customer: The customer with the most of them.
-- top_share: Its share of them, 0 to 1.
-- entropy_usd: Shannon entropy of the shares by dollars, in bits; null without dollars.
-- gigawatts_high: Contracted and announced gigawatts known by then, joint ones apart.
-- gigawatts_basis: Where they are measured; of several the one with most watts, the others are left out.
-- hhi_gigawatts: Herfindahl index of customers by those gigawatts, 0 to 1; null without watts.
-- top_customer_gigawatts: The customer with the most of them.
-- top_share_gigawatts: Its share of them, 0 to 1.
-- entropy_gigawatts: Shannon entropy of the shares by watts, in bits; null without watts.
-- hhi_usd_change: Change of hhi_usd since the supplier's row before.
-- hhi_usd_change_4w: Change of hhi_usd over 4 weeks; null where there was none then.
-- hhi_usd_change_13w: Change of hhi_usd over 13 weeks.
-- hhi_usd_change_52w: Change of hhi_usd over 52 weeks.
-- hhi_gigawatts_change_4w: Change of hhi_gigawatts over 4 weeks; null where there was none then.
-- hhi_gigawatts_change_13w: Change of hhi_gigawatts over 13 weeks.
-- hhi_gigawatts_change_52w: Change of hhi_gigawatts over 52 weeks.
-- fact_ids: The facts behind the row, in the order of the weeks that brought them; of a supplier with more facts than the threshold `listed_facts` the weightiest three of each week (all stand in dependency_facts).
WITH told AS (
  -- The facts of all weeks in their order, of which each week has those up to its own.
  SELECT
    party_id,
    in_order_of_weeks(week_end, fact_ids) AS fact_ids
  FROM weekly_concentration_as_of(as_of)
  WHERE side = 'supplier'
  GROUP BY party_id
)
SELECT
  party_id AS supplier_id,
  party AS supplier,
  iso_week(week_end) AS week,
  week_end,
  partners AS customers,
  partners_with_usd AS customers_with_usd,
  committed_usd_high,
  hhi_usd,
  top_partner AS top_customer,
  top_share,
  entropy_usd,
  gigawatts_high,
  gigawatts_basis,
  hhi_gigawatts,
  top_partner_gigawatts AS top_customer_gigawatts,
  top_share_gigawatts,
  entropy_gigawatts,
  hhi_usd_change,
  hhi_usd_change_4w,
  hhi_usd_change_13w,
  hhi_usd_change_52w,
  hhi_gigawatts_change_4w,
  hhi_gigawatts_change_13w,
  hhi_gigawatts_change_52w,
  told.fact_ids[:facts] AS fact_ids
FROM weekly_concentration_as_of(as_of)
JOIN told USING (party_id)
WHERE side = 'supplier'
ORDER BY supplier, party_id, week_end
