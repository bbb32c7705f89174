-- First and latest promise of the subjects that have one, those that moved first.
WITH dated AS (
  SELECT
    concat_ws(', ', subject, replace(stage, '_', ' '), what) AS label,
    first_promise_end AS first_due,
    coalesce(done_on, latest_promise_end) AS latest_due,
    CASE
      WHEN is_done THEN 'done' WHEN is_overdue THEN 'overdue'
      WHEN slip_days > 0 THEN 'slipped' WHEN slip_days < 0 THEN 'pulled in' ELSE 'as promised'
    END AS state,
    coalesce(slip_days, 0) AS slip_days,
    promises
  FROM deployment_timeline
  WHERE first_promise_end IS NOT NULL AND coalesce(done_on, latest_promise_end) IS NOT NULL
)
SELECT * FROM dated
ORDER BY abs(slip_days) DESC, latest_due, label
LIMIT 16
