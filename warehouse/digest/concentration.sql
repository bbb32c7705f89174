-- Herfindahl indices of the customers with most committed dollars, week by week.
WITH weekly AS (
  FROM vendor_concentration_as_of(as_of)
), largest AS (
  SELECT customer_id FROM weekly
  WHERE committed_usd_high > 0
  GROUP BY customer_id
  HAVING count(DISTINCT hhi_usd) + count(DISTINCT hhi_gigawatts) > 1
  ORDER BY max(committed_usd_high) DESC, customer_id
  LIMIT 5
)
SELECT customer, week, week_end, measure, hhi
FROM (
  SELECT customer, week, week_end, hhi_usd AS dollars, hhi_gigawatts AS gigawatts
  FROM weekly
  SEMI JOIN largest USING (customer_id)
)
UNPIVOT (hhi FOR measure IN (dollars, gigawatts))
ORDER BY week_end DESC, measure, customer
