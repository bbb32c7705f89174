-- How firm it was said to be, and when that changed.
SELECT changed_on, from_firmness, to_firmness, change, quote, publisher, url
FROM firmness_history
WHERE fact_id = $fact_id
ORDER BY changed_on, recorded_at, claim_id
