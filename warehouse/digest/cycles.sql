-- The edges of the largest cycles of money, each edge once, with the cycles that it is part of.
WITH largest AS (
  SELECT * FROM money_cycles_as_of(as_of)
  ORDER BY weakest_usd_high DESC NULLS LAST, cycle, steps LIMIT 8
), parties AS (
  SELECT cycle, steps, party_ids, list_append(party_ids[2:], party_ids[1]) AS next_ids FROM largest
), edges AS (
  SELECT
    cycle,
    unnest(steps) AS step,
    unnest(party_ids) AS giver_id,
    unnest(next_ids) AS taker_id
  FROM parties
)
SELECT
  giver.name AS giver,
  taker.name AS taker,
  if(contains(step, ' invests in '), 'stake', 'purchase') AS what,
  step,
  regexp_extract(step, '\$.*$') AS amount,
  count(DISTINCT cycle) AS cycles
FROM edges
JOIN entities AS giver ON giver.entity_id = giver_id
JOIN entities AS taker ON taker.entity_id = taker_id
GROUP BY ALL
ORDER BY giver, taker, what, step
