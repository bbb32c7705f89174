-- supplier_exposure: How much of a supplier's revenue hangs on one customer, as filings and reports give it.
-- supplier_id: Entity whose revenue it is.
-- supplier: Its name.
-- customer_id: Entity of the customer: who is named, or who a source or a person says that the filing's letter stands for; else the candidate under that letter (Customer A), which is the supplier's own: another supplier's Customer A, or another period's, may be somebody else.
-- customer: The customer's name, or the letter where nobody says who that is.
-- letter: What the filing calls a customer that it does not name; null where the share is told of a name.
-- is_named: Whether it is told who the customer is.
-- named_by: Who tells it: text where the share is told of a name; source where a sentence says whom the letter stands for, in the same article, or in another that tells a share of the same supplier, letter and period; person where a judgement says so; sources disagree where they name several, so that the letter stays; null where nobody does.
-- named_quote: The sentence that says so, of the best source (one for each name where they disagree); of a person the judgement with its reason.
-- named_url: Where that sentence was read.
-- named_publisher: Who published it, or the person.
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
-- fact_ids: The facts behind the row, with those whose sources say who the customer is.
WITH shares AS (
  SELECT
    fact.*,
    supplier.owner_id AS supplier_id,
    supplier.owner AS supplier,
    customer.entity_id AS told_id,
    customer.name AS told_name,
    CASE WHEN regexp_matches(customer.name, '(?i)^(direct |indirect )?customer\b')
      THEN customer.name END AS letter,
    len(fact.object_ids) > 1 AS is_joint
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
), explained AS MATERIALIZED (
  SELECT claim_id, page_id, told_on, conditions ->> 'customer' AS name,
    conditions ->> 'customer_quote' AS quote
  FROM claims
  WHERE kind = 'share' AND conditions::VARCHAR <> '{}' AND recorded_at <= as_of
), said AS (
  -- What the articles that tell a share say of who its letter stands for, each name once.
  SELECT
    share.supplier_id,
    share.letter,
    share.when_start,
    share.when_end,
    share.fact_id,
    explained.name,
    min({
      'rank': coalesce(tiers.rank, 99),
      'told_on': explained.told_on,
      'quote': explained.quote,
      'url': article.url,
      'publisher': publisher_name(article.publisher, article.url, article.source_id)
    }) AS best
  FROM explained
  JOIN fact_claims AS placed USING (claim_id)
  JOIN shares AS share USING (fact_id)
  JOIN articles AS article USING (page_id)
  LEFT JOIN tiers ON tiers.word = article.tier
  WHERE share.letter IS NOT NULL AND placed.stance = 'asserts' AND explained.name IS NOT NULL
  GROUP BY ALL
), named AS (
  SELECT
    share.fact_id,
    share.letter,
    count(DISTINCT said.name) AS names,
    if(count(DISTINCT said.name) = 1, any_value(said.name), NULL) AS name,
    min(said.best) AS best,
    string_agg(DISTINCT said.best.quote, ' / ' ORDER BY said.best.quote) AS quotes,
    list(said.fact_id) AS fact_ids
  FROM shares AS share
  JOIN said
    ON said.supplier_id = share.supplier_id AND said.letter = share.letter
    AND (said.fact_id = share.fact_id
      OR (said.when_start = share.when_start AND said.when_end = share.when_end))
  GROUP BY share.fact_id, share.letter
), known AS (
  SELECT name, min(entity_id) AS entity_id
  FROM entities
  WHERE kind = 'organisation' OR (is_candidate AND is_named)
  GROUP BY name
), judged AS (
  -- A person put a name where a letter was read.
  SELECT
    placed.fact_id,
    any_value(correction.as_read) AS letter,
    min({'told': decided.told, 'who': decided.who}) AS decision
  FROM claim_corrections AS correction
  JOIN claim_judgements AS decided USING (claim_id, judgement_id)
  JOIN fact_claims AS placed USING (claim_id)
  JOIN claims AS claim USING (claim_id)
  WHERE claim.recorded_at <= as_of AND correction.field = 'object'
    AND regexp_matches(correction.as_read, '(?i)^(direct |indirect )?customer\b')
  GROUP BY placed.fact_id
)
SELECT
  share.supplier_id,
  supplier,
  coalesce(known.entity_id, told_id) AS customer_id,
  coalesce(known.name, told_name) AS customer,
  coalesce(share.letter, judged.letter) AS letter,
  share.letter IS NULL OR known.entity_id IS NOT NULL AS is_named,
  CASE
    WHEN names > 1 THEN 'sources disagree'
    WHEN names = 1 THEN 'source'
    WHEN judged.letter IS NOT NULL THEN 'person'
    WHEN share.letter IS NULL THEN 'text'
  END AS named_by,
  CASE WHEN names > 1 THEN quotes ELSE coalesce(best.quote, judged.decision.told) END
    AS named_quote,
  CASE WHEN names = 1 THEN best.url END AS named_url,
  if(names > 1, NULL, coalesce(best.publisher, judged.decision.who)) AS named_publisher,
  is_joint,
  if(is_joint, NULL, share.low) AS share_low,
  share.high AS share_high,
  interval_in_words(share.when_start, share.when_end) AS period,
  share.last_seen AS told_on,
  share.best_tier,
  share.voices,
  share.state,
  share.quote,
  share.url,
  list_sort(list_distinct([share.fact_id] || coalesce(named.fact_ids, []))) AS fact_ids
FROM shares AS share
LEFT JOIN named ON named.fact_id = share.fact_id AND named.letter = share.letter
LEFT JOIN known ON known.name = named.name
LEFT JOIN judged ON judged.fact_id = if(share.letter IS NULL, share.fact_id, NULL)
ORDER BY supplier, share_high DESC NULLS LAST, customer, told_on, share.fact_id
