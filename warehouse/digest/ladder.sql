-- Judged claims and their rungs as multiples of the best shipping value, the boldest first.
WITH judged AS (
  SELECT
    concat_ws(', ', subject, coalesce(claim, metric)) || ': ' || replace(verdict, '_', ' ')
      AS label,
    best_shipping,
    normalised_value / best_shipping AS boldness,
    normalised_value AS claimed,
    best_shipping AS shipping,
    trend,
    practical AS "practical floor",
    hard AS "hard limit"
  FROM (FROM efficiency_vs_limits_as_of(as_of) UNION ALL BY NAME FROM plausibility_as_of(as_of))
  WHERE normalised_value IS NOT NULL AND best_shipping > 0
  ORDER BY boldness DESC, label
  LIMIT 14
)
SELECT label, boldness, rung, value / best_shipping AS multiple
FROM judged
UNPIVOT (value FOR rung IN (claimed, shipping, trend, "practical floor", "hard limit"))
WHERE value > 0
ORDER BY boldness DESC, label, rung
