-- week_changes: What changed in the world in each ISO week, as the articles published in it tell: new facts, firmer and softer ones, revisions, slips, conflicts, denials, outcomes, verdicts. Facts in review are left out.
-- week: ISO week of the article that brings the change, such as 2026-W26.
-- changed_on: Day on which it was published.
-- recorded_at: When we recorded it (UTC).
-- is_late: Whether we recorded it after the week's end, so that its digest could not tell it.
-- change: new, firmer, softer, cancelled, revived, revised, superseded, slipped, pulled_in, done, conflict, denied or verdict.
-- kind: What sort of statement the fact is.
-- fact_id: The fact.
-- other_fact_id: The other fact of a revision or a conflict.
-- subject: Who or what it is about.
-- object: The other party, the thing, or the baseline.
-- summary: The change in a line.
-- usd_high: Its money in US dollars, if any.
-- gigawatts: Its power in GW, if any.
-- slip_days: Days by which a date moved.
-- verdict: The verdict on a physical claim.
-- voices: Number of independent voices behind the fact.
-- best_tier: Tier of the best source.
-- firmness: The firmest word for it.
-- weight: How much it matters, for ordering: the logarithm of its money or power, raised by slips, conflicts and bold verdicts.
-- quote: The sentence that carries it.
-- url: Where that was read.
-- fact_ids: The facts behind the row.
WITH facts_then AS (
  SELECT * FROM facts_as_of(as_of) WHERE is_trusted
), changes AS (
  SELECT
    first_seen AS changed_on, recorded_at, 'new' AS change, fact_id,
    NULL::VARCHAR AS other_fact_id, NULL::BIGINT AS slip_days, NULL::VARCHAR AS verdict,
    NULL::VARCHAR AS said, NULL::VARCHAR AS quote, NULL::VARCHAR AS url
  FROM facts_then
  WHERE state <> 'denied' AND fact_id NOT IN (
    -- What is told anew is no new thing; what is told with its whole, or with what takes its
    -- place, is no news beside it.
    SELECT unnest(CASE
      WHEN link.relation IN ('revises', 'supersedes') AND mine.first_seen <= theirs.first_seen
        THEN [link.fact_id, link.other_fact_id]
      WHEN link.relation <> 'part_of' OR mine.first_seen <= theirs.first_seen THEN [link.fact_id]
    END)
    FROM fact_links AS link
    JOIN facts_then AS mine ON mine.fact_id = link.fact_id
    JOIN facts_then AS theirs ON theirs.fact_id = link.other_fact_id
  )
  UNION ALL
  SELECT
    changed_on, recorded_at, change, fact_id, NULL, NULL, NULL,
    'was ' || replace(from_firmness, '_', ' ') || ', now ' || replace(to_firmness, '_', ' '),
    quote, url
  FROM firmness_history_as_of(as_of)
  WHERE change IN ('firmer', 'softer', 'cancelled', 'revived')
  UNION ALL
  SELECT
    fact.first_seen, fact.recorded_at,
    CASE link.relation
      WHEN 'revises' THEN 'revised' WHEN 'supersedes' THEN 'superseded' ELSE 'conflict'
    END,
    fact.fact_id, link.other_fact_id, NULL, NULL,
    coalesce(
      'was ' || CASE WHEN other.kind = 'milestone'
        THEN interval_in_words(other.when_start, other.when_end)
        ELSE amount_in_words(other.low, other.high, other.unit) END,
      link.reason
    ),
    NULL, NULL
  FROM fact_links AS link
  JOIN facts_then AS fact ON fact.fact_id = link.fact_id
  JOIN facts_then AS other ON other.fact_id = link.other_fact_id
  WHERE link.relation <> 'part_of' AND (fact.kind <> 'milestone' OR link.relation = 'contradicts')
  UNION ALL
  SELECT
    move.told_on, move.recorded_at, if(move.days_moved > 0, 'slipped', 'pulled_in'),
    placed.fact_id, NULL, move.days_moved, NULL,
    'was ' || move.from_words || ', now ' || move.to_words, claim.quote, article.url
  FROM timeline_moves_as_of(as_of) AS move
  JOIN fact_claims AS placed USING (claim_id)
  JOIN claims AS claim USING (claim_id)
  JOIN articles AS article ON article.page_id = claim.page_id
  UNION ALL
  SELECT
    told_on, recorded_at, 'done', fact_ids[1], NULL, NULL, NULL, in_words, quote, url
  FROM timeline_promises_as_of(as_of)
  WHERE is_outcome AND NOT in_review
  UNION ALL
  SELECT
    told_on, recorded_at, 'denied', fact_id, NULL, NULL, NULL, NULL, quote, url
  FROM evidence
  WHERE stance = 'denies' AND recorded_at <= as_of
  UNION ALL
  SELECT
    claimed_on, fact.recorded_at, 'verdict', fact_id, NULL, NULL, verdict, explanation, NULL, NULL
  FROM (
    SELECT claimed_on, fact_id, verdict, explanation FROM efficiency_vs_limits_as_of(as_of)
    UNION ALL
    SELECT claimed_on, fact_id, verdict, explanation FROM plausibility_as_of(as_of)
    -- That the world makes enough of something is no news.
    WHERE verdict <> 'plausible' OR metric NOT LIKE '%\_against\_%' ESCAPE '\'
  )
  JOIN facts_then AS fact USING (fact_id)
), tellings AS (
  -- The surest sentence of each day, so that a change is told with what was written then.
  SELECT
    fact_id,
    told_on,
    arg_max(quote, (confidence, claim_id)) AS quote,
    arg_max(url, (confidence, claim_id)) AS url
  FROM evidence
  WHERE recorded_at <= as_of AND stance = 'asserts'
  GROUP BY fact_id, told_on
)
SELECT
  iso_week(change.changed_on) AS week,
  change.changed_on,
  change.recorded_at,
  change.recorded_at::DATE > date_trunc('week', change.changed_on)::DATE + 6 AS is_late,
  change.change,
  fact.kind,
  change.fact_id,
  change.other_fact_id,
  fact.subject,
  fact.object,
  concat_ws(': ',
    concat_ws(' – ', fact.subject, fact.object),
    concat_ws(', ',
      CASE WHEN NOT fact.qualitative THEN amount_in_words(fact.low, fact.high, fact.unit) END,
      replace(coalesce(fact.role, fact.stage, fact.metric), '_', ' '),
      CASE WHEN change.change NOT IN ('slipped', 'pulled_in', 'done')
        THEN interval_in_words(fact.when_start, fact.when_end) END
    ),
    change.said
  ) AS summary,
  fact.usd_high,
  CASE WHEN fact.unit = 'W' THEN round(coalesce(fact.high, fact.low) / 1e9, 6) END AS gigawatts,
  change.slip_days,
  change.verdict,
  fact.voices,
  fact.best_tier,
  fact.firmness,
  round(
    CASE
      WHEN fact.usd_high > 0 THEN log10(fact.usd_high::DOUBLE) - 6
      -- A gigawatt of site costs some tens of billions of dollars.
      WHEN fact.unit = 'W' AND coalesce(fact.high, fact.low) > 0
        THEN log10(coalesce(fact.high, fact.low)) - 4.5
      ELSE 1.5
    END
    + ln(fact.voices + 1)
    + CASE
        WHEN change.change IN ('conflict', 'denied', 'cancelled') THEN 2
        WHEN change.change = 'slipped' THEN 1 + change.slip_days / 180.0
        WHEN change.change IN ('new', 'firmer', 'verdict') THEN 0
        ELSE 1
      END
    + CASE change.verdict
        WHEN 'violates_physics' THEN 4 WHEN 'beyond_practical' THEN 3 WHEN 'aggressive' THEN 1.5
        WHEN 'unverifiable' THEN -1 ELSE 0
      END,
    4
  ) AS weight,
  coalesce(change.quote, telling.quote, fact.quote) AS quote,
  coalesce(change.url, telling.url, fact.url) AS url,
  list_sort(list_filter([change.fact_id, change.other_fact_id], lambda f: f IS NOT NULL)) AS fact_ids
FROM changes AS change
JOIN facts_then AS fact USING (fact_id)
LEFT JOIN tellings AS telling
  ON telling.fact_id = change.fact_id AND telling.told_on = change.changed_on
ORDER BY week, weight DESC, change.change, change.fact_id, change.other_fact_id, change.changed_on, summary
