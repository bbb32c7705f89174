-- commitment_burden: What each payer has committed, contracted and softer apart, against its last annual revenue, operating cash flow and capital spending. By year it stands in commitment_schedule.
-- payer_id: Entity that pays, rolled up to its owner.
-- payer: The payer.
-- contracted_usd_low: Contracted, funded or delivered dollars, lower bound.
-- contracted_usd_high: Contracted, funded or delivered dollars, upper bound.
-- announced_usd_low: Announced dollars and letters of intent, lower bound.
-- announced_usd_high: Announced dollars and letters of intent, upper bound.
-- soft_usd_high: Rumoured or explored dollars, upper bound.
-- own_spending_usd_high: Part of the committed dollars that is the payer's own capital spending, upper bound.
-- joint_usd_high: Committed dollars shared with other payers, upper bound; in no other column.
-- fiscal_year_end: Last day of the fiscal year of the figures that follow; null where the company is not in the reference data.
-- revenue_usd: Annual revenue.
-- operating_cash_flow_usd: Annual cash from operations.
-- capex_usd: Annual capital spending.
-- committed_to_revenue: Contracted and announced dollars, upper bounds, over annual revenue.
-- committed_to_cash_flow: The same over annual cash from operations.
-- committed_to_capex: The same over annual capital spending.
-- figures_source: Filing or statement of the figures.
-- facts: Number of facts.
-- fact_ids: The facts behind the row.
WITH money AS (
  SELECT *, unnest(payer_ids) AS payer_id, len(payer_ids) > 1 AS is_shared
  FROM commitments_as_of(as_of)
), burden AS (
  SELECT
    payer_id,
    sum(usd_low) FILTER (grade = 'contracted' AND NOT is_shared) AS contracted_usd_low,
    sum(usd_high) FILTER (grade = 'contracted' AND NOT is_shared) AS contracted_usd_high,
    sum(usd_low) FILTER (grade = 'announced' AND NOT is_shared) AS announced_usd_low,
    sum(usd_high) FILTER (grade = 'announced' AND NOT is_shared) AS announced_usd_high,
    sum(usd_high) FILTER (grade = 'soft' AND NOT is_shared) AS soft_usd_high,
    sum(usd_high) FILTER (grade <> 'soft' AND role = 'capex' AND NOT is_shared)
      AS own_spending_usd_high,
    sum(usd_high) FILTER (grade <> 'soft' AND is_shared) AS joint_usd_high,
    count(*) AS facts,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM money
  GROUP BY payer_id
), totals AS (
  SELECT
    *,
    (coalesce(contracted_usd_high, 0) + coalesce(announced_usd_high, 0))::DOUBLE AS committed
  FROM burden
)
SELECT
  payer_id,
  entity.name AS payer,
  contracted_usd_low,
  contracted_usd_high,
  announced_usd_low,
  announced_usd_high,
  soft_usd_high,
  own_spending_usd_high,
  joint_usd_high,
  finance.fiscal_year_end,
  finance.revenue_usd,
  finance.operating_cash_flow_usd,
  finance.capex_usd,
  round(committed / finance.revenue_usd, 4) AS committed_to_revenue,
  round(committed / nullif(greatest(finance.operating_cash_flow_usd, 0), 0), 4)
    AS committed_to_cash_flow,
  round(committed / nullif(finance.capex_usd, 0), 4) AS committed_to_capex,
  finance.source AS figures_source,
  facts,
  fact_ids
FROM totals
JOIN entities AS entity ON entity.entity_id = payer_id
LEFT JOIN company_finances AS finance ON finance.entity_id = payer_id
ORDER BY committed DESC, payer, payer_id
