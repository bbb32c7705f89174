-- What the limits say of it, with the arithmetic.
SELECT verdict, binding, explanation, assumptions, missing
FROM verdicts
WHERE fact_id = $fact_id
ORDER BY record_id
