-- Some leaders, each with its fact and the days between which those tell it who say the same.
WITH led AS MATERIALIZED (
  SELECT claim_id, root FROM standing.placements
  WHERE own = claim_id AND $condition AND claim_id NOT IN (FROM taken)
)
SELECT led.claim_id, led.root, min(one.told_on), max(one.told_on)
FROM led
JOIN standing.placements AS one ON one.own = led.claim_id
WHERE one.claim_id NOT IN (FROM taken)
GROUP BY ALL
