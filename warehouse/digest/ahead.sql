-- Promised dates that come due after the week, the soonest first.
SELECT subject, stage, what, latest_promise, latest_promise_end AS due, slip_days, fact_ids
FROM deployment_timeline
WHERE NOT is_done AND latest_promise_end > $last AND latest_promise_end <= $last + INTERVAL 3 YEAR
ORDER BY latest_promise_end, subject, stage, what
