-- layer_concentration: How concentrated each layer of the AI stack is, among its suppliers and among its buyers, by the quarter in which commitments were first told, cumulated.
-- layer: Layer of the stack that the suppliers stand in.
-- quarter: Calendar quarter, such as 2026-Q2.
-- suppliers: Number of suppliers known by its end.
-- buyers: Number of their customers.
-- committed_usd_high: Committed dollars to the layer, upper bounds, joint agreements apart.
-- hhi_suppliers: Herfindahl index of suppliers by dollars, 0 to 1.
-- hhi_buyers: Herfindahl index of buyers by dollars, 0 to 1.
-- top_supplier: The supplier with the most dollars.
-- top_supplier_share: Its share, 0 to 1.
-- top_buyer: The buyer with the most dollars.
-- top_buyer_share: Its share, 0 to 1.
-- hhi_supplier_relations: Herfindahl index of suppliers by the number of their buyers, 0 to 1: what there is where no dollars are told.
-- market: premium where hhi_suppliers exceeds the threshold `premium_hhi`, commodity below it; null without dollars of two pairs.
-- frontier_claims: Claims for parts of the layer that speak of performance or performance per watt.
-- sufficiency_claims: Claims for parts of the layer that speak of cost, energy or latency for the same work.
-- fact_ids: The facts behind the row.
WITH told AS (
  SELECT
    ledger.customer_id, ledger.customer, ledger.supplier_id, ledger.supplier, ledger.fact_ids,
    entity.layer,
    date_trunc('quarter', ledger.first_seen)::DATE AS quarter,
    CASE WHEN NOT is_joint AND grade <> 'soft' THEN usd_high END AS usd_high
  FROM dependency_facts_as_of(as_of) AS ledger
  JOIN entities AS entity ON entity.entity_id = supplier_id
  WHERE entity.layer IS NOT NULL
), quarters AS (
  SELECT DISTINCT layer, quarter FROM told
), first_told AS (
  SELECT layer, fact_id, min(quarter) AS quarter
  FROM (SELECT layer, quarter, unnest(fact_ids) AS fact_id FROM told)
  GROUP BY layer, fact_id
), listed AS (
  SELECT quarters.layer, quarters.quarter, list_sort(list(fact_id)) AS fact_ids
  FROM quarters
  JOIN first_told
    ON first_told.layer = quarters.layer AND first_told.quarter <= quarters.quarter
  GROUP BY ALL
), standing AS (
  SELECT quarters.layer, quarters.quarter, told.* EXCLUDE (layer, quarter, fact_ids)
  FROM quarters
  JOIN told ON told.layer = quarters.layer AND told.quarter <= quarters.quarter
), by_supplier AS (
  SELECT
    layer, quarter, supplier_id, any_value(supplier) AS supplier, sum(usd_high) AS usd,
    (sum(usd_high) / nullif(sum(sum(usd_high)) OVER (PARTITION BY layer, quarter), 0))::DOUBLE
      AS share,
    count(DISTINCT customer_id)
      / sum(count(DISTINCT customer_id)) OVER (PARTITION BY layer, quarter) AS relations
  FROM standing
  GROUP BY layer, quarter, supplier_id
), by_buyer AS (
  SELECT
    layer, quarter, customer_id, any_value(customer) AS customer, sum(usd_high) AS usd,
    (sum(usd_high) / nullif(sum(sum(usd_high)) OVER (PARTITION BY layer, quarter), 0))::DOUBLE
      AS share
  FROM standing
  GROUP BY layer, quarter, customer_id
), sellers AS (
  SELECT
    layer, quarter, count(*) AS suppliers,
    round(sum(share ** 2), 6) AS hhi, round(sum(relations ** 2), 6) AS hhi_relations,
    arg_max(supplier, (usd, supplier_id)) FILTER (usd IS NOT NULL) AS top, round(max(share), 6) AS top_share
  FROM by_supplier GROUP BY layer, quarter
), buyers AS (
  SELECT
    layer, quarter, count(*) AS buyers,
    round(sum(share ** 2), 6) AS hhi,
    arg_max(customer, (usd, customer_id)) FILTER (usd IS NOT NULL) AS top, round(max(share), 6) AS top_share
  FROM by_buyer GROUP BY layer, quarter
), totals AS (
  SELECT
    layer, quarter, sum(usd_high) AS usd, count(DISTINCT (customer_id, supplier_id)) FILTER (
      usd_high IS NOT NULL) AS paid_pairs
  FROM standing GROUP BY layer, quarter
), spoken AS (
  SELECT
    quarters.layer,
    quarters.quarter,
    count(*) FILTER (fact.metric IN ('performance', 'perf_per_watt')) AS frontier,
    count(*) FILTER (fact.metric IN ('cost', 'energy', 'latency')) AS sufficiency
  FROM quarters
  JOIN fact_parties_as_of(as_of) AS party
    ON party.owner_layer = quarters.layer AND party.role = 'subject'
  JOIN facts_as_of(as_of) AS fact
    ON fact.fact_id = party.fact_id AND fact.kind = 'efficiency' AND fact.is_trusted
    AND date_trunc('quarter', fact.first_seen)::DATE <= quarters.quarter
  GROUP BY ALL
)
SELECT
  totals.layer,
  year(totals.quarter) || '-Q' || quarter(totals.quarter) AS quarter,
  sellers.suppliers,
  buyers.buyers,
  totals.usd AS committed_usd_high,
  sellers.hhi AS hhi_suppliers,
  buyers.hhi AS hhi_buyers,
  sellers.top AS top_supplier,
  sellers.top_share AS top_supplier_share,
  buyers.top AS top_buyer,
  buyers.top_share AS top_buyer_share,
  sellers.hhi_relations AS hhi_supplier_relations,
  CASE WHEN totals.paid_pairs >= 2
    THEN if(sellers.hhi > threshold('premium_hhi'), 'premium', 'commodity') END AS market,
  coalesce(spoken.frontier, 0) AS frontier_claims,
  coalesce(spoken.sufficiency, 0) AS sufficiency_claims,
  listed.fact_ids
FROM totals
JOIN listed USING (layer, quarter)
JOIN sellers USING (layer, quarter)
JOIN buyers USING (layer, quarter)
LEFT JOIN spoken USING (layer, quarter)
LEFT JOIN layers AS ladder ON ladder.word = totals.layer
ORDER BY ladder.rank, totals.quarter
