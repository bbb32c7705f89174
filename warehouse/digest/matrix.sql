-- Each of the largest customers with each of its suppliers: dollars, else watts, units, a relation.
WITH pairs AS (
  FROM vendor_dependency_as_of(as_of)
), customers AS (
  SELECT customer_id, row_number() OVER (
    ORDER BY sum(committed_usd_high) DESC NULLS LAST, sum(gigawatts_high) DESC NULLS LAST,
      sum(voices) DESC, customer_id) AS customer_place
  FROM pairs GROUP BY customer_id
), suppliers AS (
  SELECT supplier_id, row_number() OVER (
    ORDER BY sum(committed_usd_high) DESC NULLS LAST, sum(gigawatts_high) DESC NULLS LAST,
      sum(voices) DESC, supplier_id) AS supplier_place
  FROM pairs GROUP BY supplier_id
)
SELECT
  customer,
  supplier,
  (committed_usd_high / 1e9)::DOUBLE AS usd_bn,
  CASE
    WHEN committed_usd_high >= 1e9 THEN '$' || round(committed_usd_high / 1e9)::BIGINT || 'bn'
    WHEN committed_usd_high > 0 THEN '$' || round(committed_usd_high / 1e6)::BIGINT || 'm'
    WHEN gigawatts_high > 0 THEN number_in_words(round(gigawatts_high, 1)) || ' GW'
    WHEN units_high > 0 THEN value_in_words(units_high, 'count')
    ELSE '•'
  END AS cell,
  replace(concat_ws(', ', list_aggregate(roles, 'string_agg', ', '), firmness), '_', ' ') AS what,
  gigawatts_high,
  units_high,
  customer_place,
  supplier_place
FROM pairs
JOIN customers USING (customer_id)
JOIN suppliers USING (supplier_id)
WHERE customer_place <= 12 AND supplier_place <= 12
ORDER BY customer_place, supplier_place
