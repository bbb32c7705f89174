-- firmness_history: One row per fact and day on which its firmness changed: from what, to what, and the sentence that changed it. A firmer word always counts. A softer one is mostly a retelling in weaker words and counts only where a party says it (a filing, a company's own page, or a quoted party): that it is a letter of intent or still explored. That it was denied or cancelled counts where a party says so, or a source at least as good as every one that had asserted it; what takes it back needs a party or a source as good as the one that said so. Deals, capacities and dependencies have a firmness; of other facts only denials stand here.
-- fact_id: The fact.
-- kind: What sort of statement it is.
-- changed_on: Day of publication of the sentence that changed it.
-- from_firmness: How firm it stood before; null where it was first told.
-- to_firmness: How firm it stands since.
-- change: first, firmer, softer, cancelled, denied or revived.
-- claim_id: The claim that changed it.
-- quote: Its sentence.
-- publisher: Who published it.
-- tier: How close the publisher is to what it tells.
-- is_party: Whether a party says so itself: in a filing, on a company's page, or quoted.
-- speaker: Who says so, where the text names one.
-- url: Where it was read.
-- recorded_at: When we recorded it (UTC).
WITH words AS (
  SELECT
    told.fact_id,
    claim_id,
    claim.kind,
    told.told_on,
    if(told.stance = 'denies', 'denied', told.firmness) AS word,
    told.stance = 'denies' OR coalesce(told.firmness IN ('cancelled', 'denied'), false) AS is_off,
    coalesce(ladder.rank, 1) AS rank,
    coalesce(tiers.rank, 99) AS tier_rank,
    coalesce(told.tier IN ('filing', 'company'), false) OR quoted.claim_id IS NOT NULL AS is_party
  FROM evidence AS told
  JOIN claims AS claim USING (claim_id)
  LEFT JOIN tiers ON tiers.word = told.tier
  LEFT JOIN firmness_ladder AS ladder ON ladder.word = told.firmness
  LEFT JOIN (
    SELECT DISTINCT claim_id
    FROM claims
    JOIN claim_parties AS party USING (claim_id)
    WHERE contains(lower(claims.speaker), lower(party.name))
      OR contains(lower(claims.speaker), lower(party.written))
  ) AS quoted USING (claim_id)
  WHERE told.recorded_at <= as_of
), weighed AS (
  -- On one day, what is asserted stands before what is denied, and the firmest word last.
  SELECT
    *,
    row_number() OVER day_by_day AS place,
    CASE
      WHEN is_off THEN
        is_party OR tier_rank <= coalesce(min(tier_rank) FILTER (NOT is_off) OVER day_by_day, 99)
      WHEN word IN ('exploring', 'letter_of_intent') THEN
        is_party AND rank < max(rank) FILTER (NOT is_off) OVER day_by_day
      ELSE false
    END AS sets_back
  FROM words
  WINDOW day_by_day AS (
    PARTITION BY fact_id ORDER BY told_on, is_off, rank, claim_id
    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
  )
), periods AS (
  SELECT
    *,
    count(*) FILTER (sets_back) OVER (PARTITION BY fact_id ORDER BY place) AS period
  FROM weighed
), admitted AS (
  SELECT
    *,
    first_value(word) OVER start AS first_word,
    sets_back OR (
      NOT is_off
      AND (period = 0 OR is_party OR tier_rank <= first_value(tier_rank) OVER start)
    ) AS counts
  FROM periods
  WINDOW start AS (PARTITION BY fact_id, period ORDER BY place)
), levels AS (
  SELECT
    *,
    max(if(is_off, 0, rank)) OVER (PARTITION BY fact_id, period ORDER BY place) AS level
  FROM admitted
  WHERE counts
), standing AS (
  SELECT
    levels.* EXCLUDE (word),
    CASE
      WHEN level = 0 THEN first_word
      WHEN levels.kind IN ('deal', 'capacity', 'dependency') THEN ladder.word
    END AS word
  FROM levels
  LEFT JOIN firmness_ladder AS ladder ON ladder.rank = level
), days AS (
  -- Each day ends with one word, said by the first claim that gave it that day.
  SELECT
    fact_id,
    any_value(kind) AS kind,
    told_on,
    max_by(word, place) AS word,
    max_by(level, place) AS level,
    min_by(claim_id, place) FILTER (word IS NOT DISTINCT FROM last_word) AS claim_id,
    bool_or(is_party) FILTER (word IS NOT DISTINCT FROM last_word) AS is_party
  FROM (
    SELECT
      *,
      last_value(word) OVER (
        PARTITION BY fact_id, told_on ORDER BY place
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
      ) AS last_word
    FROM standing
  )
  GROUP BY fact_id, told_on
), steps AS (
  SELECT
    *,
    lag(word) OVER by_day AS word_before,
    lag(level) OVER by_day AS level_before
  FROM days
  WINDOW by_day AS (PARTITION BY fact_id ORDER BY told_on)
)
SELECT
  steps.fact_id,
  steps.kind,
  steps.told_on AS changed_on,
  word_before AS from_firmness,
  word AS to_firmness,
  CASE
    WHEN level = 0 THEN word
    WHEN level_before IS NULL THEN 'first'
    WHEN level_before = 0 THEN 'revived'
    WHEN level > level_before THEN 'firmer'
    ELSE 'softer'
  END AS change,
  claim_id,
  told.quote,
  told.publisher,
  told.tier,
  is_party,
  told.speaker,
  told.url,
  told.recorded_at
FROM steps
JOIN evidence AS told USING (claim_id)
WHERE word IS DISTINCT FROM word_before
ORDER BY steps.fact_id, changed_on
