-- Judged claims and their rungs as multiples of the best shipping value.
SELECT
  subject || ': ' || coalesce(claim, metric) AS label,
  verdict, rung, value / best_shipping AS multiple
FROM (
  SELECT subject, claim, metric, verdict, best_shipping,
    normalised_value AS claimed, best_shipping AS shipping, trend, practical, hard
  FROM (FROM efficiency_vs_limits UNION ALL BY NAME FROM plausibility)
  WHERE normalised_value IS NOT NULL AND best_shipping > 0
)
UNPIVOT (value FOR rung IN (claimed, shipping, trend, practical, hard))
WHERE value > 0
ORDER BY label, rung
