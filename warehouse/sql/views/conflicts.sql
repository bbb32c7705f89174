-- conflicts: One row per pair of statements that cannot both hold: two facts that give one thing different values or dates at the same time, or a fact and its denial, both sides with their sentences. Which side enters sums is said, and why.
-- disagreement: What they disagree on: value, date or denial.
-- kind: What sort of statement it is.
-- subject: Who or what it is about.
-- object: The other party, the thing, or the baseline.
-- first_fact_id: The fact that was told first.
-- first_says: Its value or date in words.
-- first_told_on: Day on which it was first told.
-- first_publisher: Who published its best source.
-- first_tier: Tier of that source.
-- first_voices: Number of independent voices that assert it.
-- first_quote: The sentence of that source.
-- first_url: Address of that source.
-- second_fact_id: The fact that contradicts it; the same one for a denial.
-- second_says: Its value or date in words; denied or cancelled for a denial.
-- second_told_on: Day on which that was first told.
-- second_publisher: Who published its best source.
-- second_tier: Tier of that source.
-- second_voices: Number of independent voices that say so.
-- second_quote: The sentence of that source.
-- second_url: Address of that source.
-- in_sums: Which side enters sums: first, second, both or neither.
-- reason: Why that side, in words.
-- fact_ids: The facts behind the row.
WITH told AS (
  SELECT evidence.*, coalesce(tiers.rank, 99) AS tier_rank
  FROM evidence
  LEFT JOIN tiers ON tiers.word = evidence.tier
  WHERE evidence.recorded_at <= as_of
    AND (evidence.stance = 'denies' OR evidence.firmness = 'cancelled')
), denials AS (
  SELECT
    fact_id,
    if(bool_and(firmness = 'cancelled'), 'cancelled', 'denied') AS says,
    min(told_on) AS told_on,
    arg_min(publisher, (tier_rank, told_on, claim_id)) AS publisher,
    arg_min(tier, (tier_rank, told_on, claim_id)) AS tier,
    count(DISTINCT voice) AS voices,
    count(*) AS claims,
    arg_min(quote, (tier_rank, told_on, claim_id)) AS quote,
    arg_min(url, (tier_rank, told_on, claim_id)) AS url
  FROM told
  GROUP BY fact_id
), links AS (
  SELECT fact_id, other_fact_id FROM fact_links WHERE relation = 'contradicts'
), facts_then AS MATERIALIZED (
  SELECT
    fact.*,
    tiers.rank AS tier_rank,
    CASE WHEN kind = 'milestone' THEN interval_in_words(when_start, when_end)
      ELSE amount_in_words(low, high, unit) END AS says
  FROM facts_as_of(as_of) AS fact
  LEFT JOIN tiers ON tiers.word = best_tier
  WHERE fact_id IN (
    SELECT fact_id FROM links UNION SELECT other_fact_id FROM links UNION SELECT fact_id FROM denials
  )
), pairs AS (
  SELECT
    if(later.kind = 'milestone', 'date', 'value') AS disagreement,
    earlier,
    later
  FROM links AS link
  JOIN facts_then AS earlier ON earlier.fact_id = link.other_fact_id
  JOIN facts_then AS later ON later.fact_id = link.fact_id
)
SELECT
  disagreement,
  earlier.kind AS kind,
  coalesce(earlier.subject, later.subject) AS subject,
  coalesce(earlier.object, later.object) AS object,
  earlier.fact_id AS first_fact_id,
  earlier.says AS first_says,
  earlier.first_seen AS first_told_on,
  earlier.publisher AS first_publisher,
  earlier.best_tier AS first_tier,
  earlier.voices AS first_voices,
  earlier.quote AS first_quote,
  earlier.url AS first_url,
  later.fact_id AS second_fact_id,
  later.says AS second_says,
  later.first_seen AS second_told_on,
  later.publisher AS second_publisher,
  later.best_tier AS second_tier,
  later.voices AS second_voices,
  later.quote AS second_quote,
  later.url AS second_url,
  CASE
    WHEN earlier.in_sums AND later.in_sums THEN 'both'
    WHEN earlier.in_sums THEN 'first'
    WHEN later.in_sums THEN 'second'
    ELSE 'neither'
  END AS in_sums,
  CASE
    WHEN NOT earlier.is_trusted AND NOT later.is_trusted THEN 'both wait in review'
    WHEN NOT earlier.is_trusted THEN 'the first waits in review'
    WHEN NOT later.is_trusted THEN 'the second waits in review'
    WHEN NOT earlier.in_sums AND NOT later.in_sums
      THEN 'the first is ' || earlier.state || ', the second is ' || later.state
    WHEN (earlier.grade = 'soft') <> (later.grade = 'soft') THEN 'it is more than a rumour'
    WHEN earlier.tier_rank IS DISTINCT FROM later.tier_rank THEN 'it has the better source'
    WHEN earlier.voices <> later.voices THEN 'more independent voices tell it'
    WHEN earlier.confidence <> later.confidence THEN 'it was read more surely'
    ELSE 'it was told first'
  END AS reason,
  list_sort([earlier.fact_id, later.fact_id]) AS fact_ids
FROM pairs
UNION ALL
SELECT
  'denial',
  fact.kind,
  fact.subject,
  fact.object,
  fact.fact_id,
  coalesce(fact.says, replace(coalesce(fact.role, fact.kind), '_', ' ')),
  fact.first_seen,
  fact.publisher,
  fact.best_tier,
  fact.voices,
  fact.quote,
  fact.url,
  fact.fact_id,
  denial.says,
  denial.told_on,
  denial.publisher,
  denial.tier,
  denial.voices,
  denial.quote,
  denial.url,
  if(fact.in_sums, 'first', 'neither'),
  CASE
    WHEN fact.state IN ('denied', 'cancelled')
      THEN 'a party says so, or a source as good as those that assert it'
    WHEN fact.state = 'superseded' THEN 'a later fact replaced it'
    WHEN fact.state = 'contradicted' THEN 'better sources assert it, and no party denies it'
    ELSE 'it was asserted again by a source as good as the one that denied it'
  END,
  [fact.fact_id]
FROM denials AS denial
JOIN facts_then AS fact USING (fact_id)
WHERE denial.claims < fact.claims
ORDER BY subject, object, first_told_on, first_fact_id, second_fact_id, disagreement
