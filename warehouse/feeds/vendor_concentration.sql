-- vendor_concentration: How concentrated each customer's suppliers are, week by week, on what had been told by the end of each week. Only weeks in which something was told, and the last one, have a row; between two rows the first one holds.
-- customer_id: Entity of the customer.
-- customer: The customer.
-- week: ISO week, such as 2026-W26.
-- week_end: Its Sunday.
-- suppliers: Number of suppliers known by then.
-- suppliers_with_usd: Number of those with committed dollars.
-- committed_usd_high: Committed dollars known by then, upper bounds, joint agreements apart.
-- hhi_usd: Herfindahl index of suppliers by committed dollars, 0 to 1; null without dollars.
-- top_supplier: The supplier with the most committed dollars.
-- top_share: Its share of them, 0 to 1.
-- entropy_usd: Shannon entropy of the shares by dollars, in bits; null without dollars.
-- gigawatts_high: Contracted and announced gigawatts known by then, joint ones apart.
-- gigawatts_basis: Where they are measured; of several the one with most watts, the others are left out.
-- hhi_gigawatts: Herfindahl index of suppliers by those gigawatts, 0 to 1; null without watts.
-- top_supplier_gigawatts: The supplier with the most of them.
-- top_share_gigawatts: Its share of them, 0 to 1.
-- entropy_gigawatts: Shannon entropy of the shares by watts, in bits; null without watts.
-- has_own_silicon: Whether facts tell of a chip of the customer's own by then.
-- own_silicon: The customer's own chip that is furthest by what was told by then; null where no stage of one is told.
-- own_silicon_generation: Its generation or architecture.
-- own_silicon_reached: The furthest stage that it is told to have reached.
-- own_silicon_promised: The furthest stage that is told of it with a date, reached or not.
-- hhi_usd_change: Change of hhi_usd since the customer's row before.
-- hhi_usd_change_4w: Change of hhi_usd over 4 weeks; null where there was none then.
-- hhi_usd_change_13w: Change of hhi_usd over 13 weeks.
-- hhi_usd_change_52w: Change of hhi_usd over 52 weeks.
-- hhi_gigawatts_change_4w: Change of hhi_gigawatts over 4 weeks; null where there was none then.
-- hhi_gigawatts_change_13w: Change of hhi_gigawatts over 13 weeks.
-- hhi_gigawatts_change_52w: Change of hhi_gigawatts over 52 weeks.
-- fact_ids: The facts behind the row, in the order of the weeks that brought them, then those of its own silicon; of a customer with more facts than the threshold `listed_facts` the weightiest three of each week (all stand in dependency_facts).
WITH told AS (
  -- The facts of all weeks in their order, of which each week has those up to its own.
  SELECT
    party_id,
    in_order_of_weeks(week_end, fact_ids) AS fact_ids
  FROM weekly_concentration_as_of(as_of)
  WHERE side = 'customer'
  GROUP BY party_id
), own AS (
  SELECT
    party.owner_id AS customer_id,
    party.entity_id AS chip_id,
    party.name AS chip,
    date_trunc('week', fact.first_seen)::DATE + 6 AS week_end,
    fact.fact_id,
    stage.rank AS promised,
    if(fact.modality = 'achieved', stage.rank, 0) AS reached
  FROM fact_parties_as_of(as_of) AS party
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
  LEFT JOIN milestone_stages AS stage
    ON stage.word = fact.stage AND fact.kind = 'milestone' AND party.role = 'subject'
  WHERE party.kind = 'chip' AND party.owner_is_organisation AND fact.is_trusted
    AND fact.state NOT IN ('denied', 'cancelled', 'superseded')
), staged AS (
  -- A stage once told stays told, so that the furthest chip of all weeks so far is the furthest.
  SELECT
    *,
    max(reached) OVER so_far AS reached_so_far,
    max(promised) OVER so_far AS promised_so_far
  FROM own
  WHERE promised IS NOT NULL
  WINDOW so_far AS (PARTITION BY customer_id, chip_id ORDER BY week_end)
), furthest AS (
  -- Each holds until the next.
  SELECT
    customer_id,
    week_end,
    lead(week_end, 1, 'infinity'::DATE) OVER (PARTITION BY customer_id ORDER BY week_end) AS until,
    lead
  FROM (
    SELECT DISTINCT
      customer_id,
      week_end,
      max({'reached': reached_so_far, 'promised': promised_so_far, 'chip_id': chip_id}) OVER so_far
        AS lead
    FROM staged
    WINDOW so_far AS (PARTITION BY customer_id ORDER BY week_end)
  )
), first_chip AS (
  SELECT customer_id, min(week_end) AS week_end FROM own GROUP BY customer_id
), chip_facts AS (
  SELECT customer_id, chip_id, list_sort(list(DISTINCT fact_id)) AS fact_ids
  FROM staged GROUP BY customer_id, chip_id
)
SELECT
  concentration.party_id AS customer_id,
  concentration.party AS customer,
  iso_week(concentration.week_end) AS week,
  concentration.week_end,
  concentration.partners AS suppliers,
  concentration.partners_with_usd AS suppliers_with_usd,
  committed_usd_high,
  hhi_usd,
  top_partner AS top_supplier,
  top_share,
  entropy_usd,
  gigawatts_high,
  gigawatts_basis,
  hhi_gigawatts,
  top_partner_gigawatts AS top_supplier_gigawatts,
  top_share_gigawatts,
  entropy_gigawatts,
  coalesce(first_chip.week_end <= concentration.week_end, false) AS has_own_silicon,
  chip.name AS own_silicon,
  chip.generation AS own_silicon_generation,
  reached.word AS own_silicon_reached,
  promised.word AS own_silicon_promised,
  hhi_usd_change,
  hhi_usd_change_4w,
  hhi_usd_change_13w,
  hhi_usd_change_52w,
  hhi_gigawatts_change_4w,
  hhi_gigawatts_change_13w,
  hhi_gigawatts_change_52w,
  told.fact_ids[:concentration.facts] || coalesce(chip_facts.fact_ids, []) AS fact_ids
FROM weekly_concentration_as_of(as_of) AS concentration
JOIN told USING (party_id)
LEFT JOIN first_chip ON first_chip.customer_id = concentration.party_id
LEFT JOIN furthest
  ON furthest.customer_id = concentration.party_id
  AND concentration.week_end >= furthest.week_end AND concentration.week_end < furthest.until
LEFT JOIN entities AS chip ON chip.entity_id = furthest.lead.chip_id
LEFT JOIN milestone_stages AS reached ON reached.rank = furthest.lead.reached
LEFT JOIN milestone_stages AS promised ON promised.rank = furthest.lead.promised
LEFT JOIN chip_facts
  ON chip_facts.customer_id = concentration.party_id AND chip_facts.chip_id = furthest.lead.chip_id
WHERE concentration.side = 'customer'
ORDER BY customer, concentration.party_id, concentration.week_end
