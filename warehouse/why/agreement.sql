-- The facts of its deal, and what each adds.
SELECT
  deal.agreement_id, deal.payers, deal.payees,
  amount_in_words(deal.usd_low::DOUBLE, deal.usd_high::DOUBLE, 'USD') AS usd,
  amount_in_words(deal.watts_low, deal.watts_high, 'W') AS watts,
  deal.is_derived,
  place.part, fact.fact_id, fact.in_sums,
  fact_in_words(
    fact.subject, fact.object, fact.low, fact.high, fact.unit, fact.qualitative,
    coalesce(fact.role, fact.stage, fact.metric), fact.when_start, fact.when_end
  ) AS words
FROM agreements AS deal
JOIN agreement_facts AS place USING (agreement_id)
JOIN facts AS fact ON fact.fact_id = place.fact_id
WHERE deal.agreement_id = (SELECT agreement_id FROM agreement_facts WHERE fact_id = $fact_id)
ORDER BY place.part, fact.first_seen, fact.fact_id
