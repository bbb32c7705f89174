-- commitment_schedule: Each payer's committed dollars by calendar year: an amount with an interval is spread evenly over its days, one without stands under no year.
-- payer_id: Entity that pays, rolled up to its owner.
-- payer: The payer.
-- year: Calendar year; null where no interval is told.
-- contracted_usd_high: Contracted, funded or delivered dollars of that year, upper bound.
-- announced_usd_high: Announced dollars and letters of intent of that year, upper bound.
-- soft_usd_high: Rumoured or explored dollars of that year, upper bound.
-- fact_ids: The facts behind the row.
WITH money AS (
  SELECT
    *,
    payer_ids[1] AS payer_id,
    coalesce(when_start, if(when_end > first_seen, first_seen, NULL)) AS spend_start
  FROM commitments_as_of(as_of)
  WHERE len(payer_ids) = 1
), yearly AS (
  SELECT
    money.*,
    unnest(if(
      spend_start IS NULL OR when_end IS NULL,
      [NULL],
      range(year(spend_start), year(when_end) + 1)
    )) AS year
  FROM money
), spread AS (
  SELECT
    *,
    usd_high * CASE WHEN year IS NULL THEN 1 ELSE
      (least(when_end, make_date(year, 12, 31)) - greatest(spend_start, make_date(year, 1, 1)) + 1)
      / (when_end - spend_start + 1)::DOUBLE
    END AS usd
  FROM yearly
)
SELECT
  payer_id,
  any_value(entity.name) AS payer,
  year,
  sum(exact(usd)) FILTER (grade = 'contracted') AS contracted_usd_high,
  sum(exact(usd)) FILTER (grade = 'announced') AS announced_usd_high,
  sum(exact(usd)) FILTER (grade = 'soft') AS soft_usd_high,
  list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
FROM spread
JOIN entities AS entity ON entity.entity_id = payer_id
GROUP BY payer_id, year
ORDER BY payer, payer_id, year NULLS LAST
