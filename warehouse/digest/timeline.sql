-- Promises against outcomes: of the subjects that have a promise those that moved most, then the latest told.
SELECT
  concat_ws(', ', subject, replace(stage, '_', ' '), what) AS label,
  first_told_on AS told_on,
  coalesce(first_promise_end, first_promise_start) AS first_due,
  coalesce(done_on, latest_promise_end, latest_promise_start) AS latest_due,
  CASE
    WHEN is_cancelled THEN 'cancelled'
    WHEN is_done AND slip_days > 0 THEN 'done late'
    WHEN is_done THEN 'done in time'
    WHEN is_overdue THEN 'overdue'
    WHEN slip_days > 0 THEN 'slipped'
    WHEN slip_days < 0 THEN 'pulled in'
    ELSE 'as promised'
  END AS state,
  slip_days,
  CASE
    WHEN slip_days > 0 THEN format('{:+d} days', slip_days)
    WHEN slip_days < 0 THEN format('{:d} days', slip_days)
    WHEN is_overdue THEN format('{:d} days over', overdue_days)
    ELSE ''
  END AS moved,
  as_of::DATE AS today
FROM deployment_timeline_as_of(as_of)
WHERE first_promise IS NOT NULL
  AND coalesce(first_promise_end, first_promise_start) < first_told_on + INTERVAL 10 YEAR
ORDER BY abs(slip_days) DESC, coalesce(overdue_days, 0) DESC, latest_told_on DESC, label
LIMIT 16
