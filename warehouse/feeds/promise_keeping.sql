-- promise_keeping: How promisers kept their first dates: per promiser, and of each by stage, by horizon and by both. Few promises are said to be few.
-- promiser_id: Who answers for the dates.
-- promiser: Its name.
-- stage: The stage promised; null over all stages.
-- horizon: How far ahead the first date lay when it was told: half a year, a year, two years or longer; null over all.
-- promises: Number of promises: subjects and stages with a first date.
-- kept: Number of those that were done by the first date.
-- late: Number of those that were done after it, or whose date was moved out.
-- untold: Number of those whose first date has passed without a word of what came.
-- open: Number of those that are still to come as first promised.
-- cancelled: Number of those that stand cancelled.
-- hit_rate: Share of the kept among the kept and the late; null where there are none.
-- hit_low: Lower end of the 95% interval of that share (Wilson).
-- hit_high: Upper end of it.
-- hit_rate_at_worst: The same share if all that is untold was missed.
-- median_slip_days: Median slip of the kept and the late, in days; of what is not done, so far.
-- is_small: Whether fewer are kept or late than the threshold few_promises: no rate to rely on.
-- in_words: The record in words.
-- fact_ids: The facts behind the row.
WITH settled AS (
  SELECT
    promiser_id,
    promiser,
    stage,
    fact_ids,
    CASE
      WHEN due - first_told_on <= 183 THEN 'half a year'
      WHEN due - first_told_on <= 366 THEN 'a year'
      WHEN due - first_told_on <= 731 THEN 'two years'
      ELSE 'longer'
    END AS horizon,
    slip_days,
    CASE
      WHEN is_cancelled THEN 'cancelled'
      WHEN is_done AND done_on <= due THEN 'kept'
      WHEN is_done OR slip_days > 0 THEN 'late'
      WHEN due < as_of::DATE THEN 'untold'
      ELSE 'open'
    END AS came
  FROM (
    SELECT *, coalesce(first_promise_end, first_promise_start) AS due
    FROM deployment_timeline_as_of(as_of)
  )
  WHERE first_promise IS NOT NULL AND promiser_id IS NOT NULL
), counted AS (
  SELECT
    promiser_id,
    any_value(promiser) AS promiser,
    stage,
    horizon,
    count(*) AS promises,
    count(*) FILTER (came = 'kept') AS kept,
    count(*) FILTER (came = 'late') AS late,
    count(*) FILTER (came = 'untold') AS untold,
    count(*) FILTER (came = 'open') AS open,
    count(*) FILTER (came = 'cancelled') AS cancelled,
    median(slip_days) FILTER (came IN ('kept', 'late')) AS median_slip_days,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM settled
  GROUP BY GROUPING SETS (
    (promiser_id), (promiser_id, stage), (promiser_id, horizon), (promiser_id, stage, horizon)
  )
), rated AS (
  SELECT
    *,
    kept + late AS told,
    kept / nullif(kept + late, 0) AS hit_rate,
    kept / nullif(kept + late + untold, 0) AS hit_rate_at_worst
  FROM counted
)
SELECT
  promiser_id,
  promiser,
  stage,
  horizon,
  promises,
  kept,
  late,
  untold,
  open,
  cancelled,
  hit_rate,
  greatest(0, wilson_bound(hit_rate, told, -1.96)) AS hit_low,
  least(1, wilson_bound(hit_rate, told, 1.96)) AS hit_high,
  hit_rate_at_worst,
  median_slip_days,
  told < threshold('few_promises') AS is_small,
  CASE
    WHEN told = 0 THEN 'no promise has come due with word of it'
    ELSE format('{} of {} kept', kept, told)
      || CASE WHEN told < threshold('few_promises') THEN ', too few for a rate' ELSE '' END
  END
  || CASE WHEN untold > 0 THEN format('; of {} more nothing was told', untold) ELSE '' END
    AS in_words,
  fact_ids
FROM rated
ORDER BY promises DESC, promiser, promiser_id, stage NULLS FIRST, horizon NULLS FIRST
