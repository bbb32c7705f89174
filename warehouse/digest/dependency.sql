-- Committed dollars of the largest pairs, by how firm they are.
WITH pairs AS (
  SELECT
    customer || ' → ' || supplier AS pair,
    contracted_usd_high AS contracted, announced_usd_high AS announced, soft_usd_high AS soft,
    coalesce(contracted_usd_high, 0) + coalesce(announced_usd_high, 0) + coalesce(soft_usd_high, 0)
      AS total
  FROM vendor_dependency
), largest AS (
  SELECT * FROM pairs WHERE total > 0 ORDER BY total DESC, pair LIMIT 12
)
SELECT pair, firmness, (usd / 1e9)::DOUBLE AS usd_bn, (total / 1e9)::DOUBLE AS total_bn
FROM largest
UNPIVOT (usd FOR firmness IN (contracted, announced, soft))
WHERE usd > 0
ORDER BY total DESC, pair, firmness
