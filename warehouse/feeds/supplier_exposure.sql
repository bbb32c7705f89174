-- supplier_exposure: How much of a supplier's revenue hangs on one customer, as filings and reports give it.
-- supplier_id: Entity whose revenue it is.
-- supplier: Its name.
-- customer_id: Entity of the customer, or the candidate under the filing's own label (Customer A), which is the supplier's own: another supplier's Customer A, or another year's, may be somebody else, and who it is stands here only where a source says so.
-- customer: The customer's name or label.
-- is_named: Whether the source names the customer.
-- is_joint: Whether the share is that of several customers together, so that each has an unknown part of it.
-- share_low: Share of revenue, lower bound, 0 to 1; null where it is joint.
-- share_high: Share of revenue, upper bound, 0 to 1; the whole where it is joint.
-- period: The period that the share is for, in words; null where it is not told.
-- told_on: Day on which it was last told.
-- best_tier: Tier of the best source.
-- voices: Number of independent voices.
-- state: current, superseded, contradicted ...
-- quote: The sentence of the best source.
-- url: Where that was read.
-- fact_ids: The facts behind the row.
SELECT
  supplier.owner_id AS supplier_id,
  supplier.owner AS supplier,
  customer.entity_id AS customer_id,
  customer.name AS customer,
  NOT regexp_matches(customer.name, '(?i)^(direct |indirect )?customer\b') AS is_named,
  len(fact.object_ids) > 1 AS is_joint,
  if(len(fact.object_ids) > 1, NULL, fact.low) AS share_low,
  fact.high AS share_high,
  interval_in_words(fact.when_start, fact.when_end) AS period,
  fact.last_seen AS told_on,
  fact.best_tier,
  fact.voices,
  fact.state,
  fact.quote,
  fact.url,
  [fact.fact_id] AS fact_ids
FROM facts_as_of(as_of) AS fact
JOIN fact_parties_as_of(as_of) AS supplier
  ON supplier.fact_id = fact.fact_id AND supplier.role = 'subject'
JOIN fact_parties_as_of(as_of) AS customer
  ON customer.fact_id = fact.fact_id AND customer.role = 'object'
WHERE fact.kind = 'share'
  AND fact.is_trusted
  AND supplier.owner_is_organisation
  AND customer.owner_is_organisation
  -- A share of a stake, of supply or of a market is no exposure.
  AND regexp_matches(fact.quote, '(?i)\b(revenue|revenues|sales|turnover|billings)\b')
ORDER BY supplier, share_high DESC NULLS LAST, customer, told_on, fact.fact_id
