-- revisions: One row per fact that tells an earlier one anew with another value or date: both are kept with their sentences, and the later one counts where it is trusted.
-- relation: revises (the same thing told otherwise) or supersedes (an amount that was raised and holds the earlier one).
-- kind: What sort of statement it is.
-- subject: Who or what it is about.
-- object: The other party, the thing, or the baseline.
-- fact_id: The later fact.
-- other_fact_id: The earlier fact.
-- was: The value or date that was told before, in words.
-- now: The value or date that is told since.
-- change: The later value over the earlier one (upper bounds); null for dates.
-- days_moved: Days by which the end of the interval moved, later positive; null where the value changed.
-- was_told_on: Day on which the earlier one was first told.
-- told_on: Day on which the later one was first told.
-- was_publisher: Who published the earlier one's best source.
-- was_tier: Tier of that source.
-- was_quote: The sentence of that source.
-- was_url: Address of that source.
-- publisher: Who published the later one's best source.
-- tier: Tier of that source.
-- quote: The sentence of that source.
-- url: Address of that source.
-- holds: Whether the revision holds: the later fact is trusted, neither denied nor cancelled, and no rumour about something firmer, so that the earlier one has left the sums.
-- reason: Why the two were linked, in words.
-- fact_ids: The facts behind the row.
WITH links AS (
  SELECT * FROM fact_links WHERE relation IN ('revises', 'supersedes')
), facts_then AS MATERIALIZED (
  SELECT
    *,
    concat_ws(', ',
      amount_in_words(low, high, unit),
      interval_in_words(when_start, when_end)
    ) AS says
  FROM facts_as_of(as_of)
  WHERE fact_id IN (SELECT fact_id FROM links UNION SELECT other_fact_id FROM links)
)
SELECT
  link.relation,
  later.kind,
  coalesce(later.subject, earlier.subject) AS subject,
  coalesce(later.object, earlier.object) AS object,
  link.fact_id,
  link.other_fact_id,
  earlier.says AS was,
  later.says AS now,
  CASE WHEN later.kind <> 'milestone' THEN round(
    coalesce(later.high, later.low) / nullif(coalesce(earlier.high, earlier.low), 0), 4
  ) END AS change,
  CASE WHEN later.kind = 'milestone' THEN days_moved(
    earlier.when_start, earlier.when_end, later.when_start, later.when_end
  ) END AS days_moved,
  earlier.first_seen AS was_told_on,
  later.first_seen AS told_on,
  earlier.publisher AS was_publisher,
  earlier.best_tier AS was_tier,
  earlier.quote AS was_quote,
  earlier.url AS was_url,
  later.publisher,
  later.best_tier AS tier,
  later.quote,
  later.url,
  later.is_trusted AND later.state NOT IN ('denied', 'cancelled')
    AND (later.grade IS DISTINCT FROM 'soft' OR earlier.grade IS NOT DISTINCT FROM 'soft') AS holds,
  link.reason,
  list_sort([link.fact_id, link.other_fact_id]) AS fact_ids
FROM links AS link
JOIN facts_then AS later ON later.fact_id = link.fact_id
JOIN facts_then AS earlier ON earlier.fact_id = link.other_fact_id
ORDER BY told_on, link.fact_id, link.other_fact_id
