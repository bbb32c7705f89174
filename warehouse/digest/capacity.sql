-- Watts promised then and now, of the owners with the most and of all together, as steps.
WITH loads AS (
  SELECT owner, edition, due, added_watts FROM capacity_curves_as_of(as_of) WHERE side = 'load'
), largest AS (
  SELECT owner, row_number() OVER (ORDER BY sum(added_watts) DESC, owner) AS place
  FROM loads
  WHERE edition = 'promised now'
  GROUP BY owner
), drawn AS (
  SELECT 'All owners' AS owner, 0 AS place, edition, due, sum(added_watts) AS added
  FROM loads
  GROUP BY edition, due
  UNION ALL
  SELECT owner, place, edition, due, sum(added_watts)
  FROM loads
  JOIN largest USING (owner)
  WHERE place <= 3
  GROUP BY owner, place, edition, due
), summed AS (
  SELECT owner, place, edition, due, sum(added) OVER curve / 1e9 AS gw
  FROM drawn
  WINDOW curve AS (PARTITION BY owner, edition ORDER BY due)
), spans AS (
  SELECT min(due) AS first_day, max(due) AS last_day FROM drawn
)
SELECT owner, place, edition, due, gw FROM summed
UNION ALL
-- Each curve starts from nothing and runs to the last day of the picture.
SELECT DISTINCT owner, place, edition, first_day - 60, 0.0 FROM summed, spans
UNION ALL
SELECT owner, place, edition, last_day + 30, max(gw) FROM summed, spans GROUP BY ALL
ORDER BY place, owner, edition, due, gw
