-- Promised dates that come due after the week, as told by its end, the soonest first.
SELECT subject, stage, what, latest_promise, latest_promise_end AS due, slip_days, fact_ids
FROM deployment_timeline
WHERE latest_told_on <= $last AND NOT is_done AND latest_promise_end > $last AND latest_promise_end <= $last + INTERVAL 3 YEAR
ORDER BY latest_promise_end, subject, stage, what
