-- deployment_timeline: When it will really be there: for each subject and stage the first date promised, the latest, how far it slipped, and whether it was done. The dates one by one stand in timeline_promises.
-- subject_id: Entity that reaches the stage.
-- subject: Its name.
-- owner: Its owner at the top, itself if none.
-- promiser_id: Who answers for the date.
-- promiser: Its name.
-- stage: Stage of the milestone; online or delivery where a capacity or a deal gives the date.
-- what: The amount or other party that the date is for, null where it is the subject as a whole.
-- first_promise: The first promised interval in words, null where only the outcome was told.
-- first_promise_start: First day of that interval, null if open.
-- first_promise_end: Last day of that interval, null if open.
-- first_told_on: Day on which it was first promised.
-- latest_promise: The latest promised interval in words.
-- latest_promise_start: First day of that interval, null if open.
-- latest_promise_end: Last day of that interval, null if open.
-- latest_told_on: Day on which the latest interval was first told.
-- slip_days: Days by which the due day moved from the first promise to the outcome, or to the latest promise where it is not done; negative where pulled in, 0 where the later date lies within the first.
-- revisions: Number of times the promised date moved.
-- slips: Number of those that moved it out.
-- pull_ins: Number of those that moved it in.
-- is_done: Whether a claim tells that the stage was reached.
-- done_on: Day on which it was reached, as that claim tells it.
-- done_claim_id: The claim that says so.
-- is_overdue: Whether it is neither done nor cancelled and the latest due day has passed since it was promised; a day first told after it was over is no promise.
-- overdue_days: Days since the latest due day, null unless overdue.
-- is_silent: Whether it is neither done nor cancelled and was dropped silently: not repeated for long (threshold silent_days) while other dates of its promiser were told.
-- is_cancelled: Whether what was promised stands cancelled.
-- last_told_on: Day on which any of its dates was last told.
-- promises: Number of different dates promised.
-- fact_ids: The facts behind the row.
WITH ledger AS (
  SELECT * FROM timeline_promises_as_of(as_of)
  -- That money was spent by its day is seldom told: it is never due here.
  WHERE NOT in_review AND stage <> 'spending'
), moves AS (
  SELECT
    subject_id,
    stage,
    what,
    count(*) AS revisions,
    count(*) FILTER (days_moved > 0) AS slips,
    count(*) FILTER (days_moved < 0) AS pull_ins
  FROM timeline_moves_as_of(as_of)
  GROUP BY ALL
), gathered AS (
  SELECT
    subject_id,
    stage,
    what,
    any_value(subject) AS subject,
    any_value(owner) AS owner,
    arg_min(promiser_id, (told_on, recorded_at, claim_id)) AS promiser_id,
    arg_min(promiser, (told_on, recorded_at, claim_id)) AS promiser,
    arg_min(
      {'words': in_words, 'first': when_start, 'last': when_end, 'told_on': told_on},
      (told_on, recorded_at, due, claim_id)
    ) FILTER (is_promise) AS first_promise,
    arg_max(
      {'words': in_words, 'first': when_start, 'last': when_end, 'told_on': told_on},
      (told_on, recorded_at, due, claim_id)
    ) FILTER (is_promise) AS latest_promise,
    arg_min(
      {'first': when_start, 'last': least(due, told_on), 'claim_id': claim_id},
      (told_on, recorded_at, due, claim_id)
    ) FILTER (is_outcome) AS outcome,
    count(*) FILTER (is_promise) AS promises,
    max(last_told_on) AS last_told_on,
    bool_and(is_cancelled) AS is_cancelled,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM ledger
  -- A date without anybody that it is for stays on the ledger alone: nothing tells two such apart.
  WHERE subject_id IS NOT NULL
  GROUP BY subject_id, stage, what
), measured AS (
  SELECT
    gathered.*,
    first_promise.words IS NOT NULL AS has_promise,
    outcome.last IS NOT NULL AS is_done,
    coalesce(latest_promise.last, latest_promise.first) AS due,
    NOT is_cancelled AND due BETWEEN latest_promise.told_on AND as_of::DATE - 1
      AS is_promise_broken,
    max(last_told_on) OVER (
      PARTITION BY promiser_id
      ORDER BY last_told_on, subject_id, stage, what
      ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    ) AS others_told_on
  FROM gathered
)
SELECT
  measured.subject_id,
  subject,
  owner,
  promiser_id,
  promiser,
  measured.stage,
  measured.what,
  first_promise.words AS first_promise,
  first_promise.first AS first_promise_start,
  first_promise.last AS first_promise_end,
  first_promise.told_on AS first_told_on,
  latest_promise.words AS latest_promise,
  latest_promise.first AS latest_promise_start,
  latest_promise.last AS latest_promise_end,
  latest_promise.told_on AS latest_told_on,
  CASE
    WHEN NOT has_promise THEN NULL
    WHEN is_done THEN
      days_moved(first_promise.first, first_promise.last, outcome.last, outcome.last)
    ELSE days_moved(
      first_promise.first, first_promise.last, latest_promise.first, latest_promise.last
    )
  END AS slip_days,
  coalesce(revisions, 0) AS revisions,
  coalesce(slips, 0) AS slips,
  coalesce(pull_ins, 0) AS pull_ins,
  is_done,
  outcome.last AS done_on,
  outcome.claim_id AS done_claim_id,
  coalesce(NOT is_done AND is_promise_broken, false) AS is_overdue,
  CASE WHEN NOT is_done AND is_promise_broken THEN as_of::DATE - due END AS overdue_days,
  coalesce(
    has_promise AND NOT is_done AND NOT is_cancelled
      AND others_told_on - last_told_on > threshold('silent_days'),
    false
  ) AS is_silent,
  is_cancelled,
  last_told_on,
  promises,
  fact_ids
FROM measured
LEFT JOIN moves
  ON moves.subject_id = measured.subject_id
  AND moves.stage = measured.stage
  AND moves.what IS NOT DISTINCT FROM measured.what
ORDER BY subject, measured.subject_id, measured.stage, measured.what
