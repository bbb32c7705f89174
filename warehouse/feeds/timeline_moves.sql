-- timeline_moves: One row per date of the ledger that differs from the date told before it for the same subject and stage.
-- subject_id: Entity that reaches the stage.
-- subject: Its name.
-- stage: The stage.
-- what: The amount or other party that the date is for.
-- told_on: Day on which the new date was first told.
-- recorded_at: When we first recorded the new date (UTC).
-- days_moved: By how many days the due day moved; negative where it was pulled in.
-- from_words: The earlier interval in words.
-- to_words: The new interval in words.
-- claim_id: The claim that first gave the new date.
-- fact_ids: The facts behind both dates.
WITH ordered AS (
  SELECT
    *,
    lag(when_start) OVER promise AS before_start,
    lag(when_end) OVER promise AS before_end,
    lag(in_words) OVER promise AS before_words,
    lag(fact_ids) OVER promise AS before_ids
  FROM timeline_promises_as_of(as_of)
  WHERE is_promise AND NOT in_review AND stage <> 'spending'
  WINDOW promise AS (PARTITION BY subject_id, stage, what ORDER BY told_on, recorded_at, due, claim_id)
)
SELECT
  subject_id,
  subject,
  stage,
  what,
  told_on,
  recorded_at,
  days_moved(before_start, before_end, when_start, when_end) AS days_moved,
  before_words AS from_words,
  in_words AS to_words,
  claim_id,
  list_sort(list_distinct(fact_ids || before_ids)) AS fact_ids
FROM ordered
WHERE before_words IS NOT NULL
  AND days_moved(before_start, before_end, when_start, when_end) <> 0
