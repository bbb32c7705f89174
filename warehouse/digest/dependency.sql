-- Committed dollars of the largest pairs, by how firm they are; smaller parties stand together.
WITH pairs AS (
  SELECT
    customer, supplier, firmness, usd,
    sum(usd) OVER (PARTITION BY customer_id) AS customer_usd,
    sum(usd) OVER (PARTITION BY supplier_id) AS supplier_usd,
    customer_id, supplier_id
  FROM (
    SELECT
      customer_id, customer, supplier_id, supplier,
      contracted_usd_high AS contracted, announced_usd_high AS announced, soft_usd_high AS soft
    FROM vendor_dependency_as_of(as_of)
  )
  UNPIVOT (usd FOR firmness IN (contracted, announced, soft))
  WHERE usd > 0
), placed AS (
  SELECT
    *,
    dense_rank() OVER (ORDER BY customer_usd DESC, customer_id) AS customer_place,
    dense_rank() OVER (ORDER BY supplier_usd DESC, supplier_id) AS supplier_place
  FROM pairs
)
SELECT
  if(customer_place <= 10, customer, 'Other customers') AS customer,
  if(supplier_place <= 12, supplier, 'Other suppliers') AS supplier,
  firmness,
  (sum(usd) / 1e9)::DOUBLE AS usd_bn
FROM placed
GROUP BY ALL
ORDER BY min(customer_place), min(supplier_place), customer, supplier, firmness
