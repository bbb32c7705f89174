-- commitment_schedule: Each payer's committed dollars by calendar year. What the text gives for a year stands there as told; an amount with a longer interval is spread evenly over its days, from the day it was first told where only the end is; tranches with years of their own go before that; what is told without a time of spending stands under no year. Joint amounts are left out.
-- payer_id: Entity that pays, rolled up to its owner.
-- payer: The payer.
-- year: Calendar year; null where no interval is told.
-- contracted_usd_high: Contracted, funded or delivered dollars of that year, upper bound.
-- announced_usd_high: Announced dollars and letters of intent of that year, upper bound.
-- soft_usd_high: Rumoured or explored dollars of that year, upper bound.
-- told_usd_high: Part of all these that the text itself gives for that year.
-- how: told, spread evenly, partly spread evenly, or no year is told.
-- fact_ids: The facts behind the row.
WITH whole AS (
  SELECT fact_id, payer_ids[1] AS payer_id, grade, usd_high, when_start, when_end, first_seen, fact_ids
  FROM commitments_as_of(as_of)
  WHERE len(payer_ids) = 1 AND usd_high IS NOT NULL
), dated_parts AS (
  SELECT
    whole.* EXCLUDE (usd_high, when_start, when_end, first_seen, fact_ids),
    part.usd_high,
    part.when_start,
    part.when_end,
    part.first_seen,
    list_sort([part.fact_id, whole.fact_id]) AS fact_ids,
    sum(part.usd_high) OVER (PARTITION BY whole.fact_id) <= whole.usd_high * 1.01 AS fits
  FROM amounts_as_of(as_of) AS part
  JOIN fact_links AS link ON link.fact_id = part.fact_id AND link.relation = 'part_of'
  JOIN whole ON whole.fact_id = link.other_fact_id
  WHERE part.left_out = 'part of an amount that counts'
    AND part.when_end IS NOT NULL AND part.usd_high IS NOT NULL
), parts AS (
  SELECT * EXCLUDE (fits) FROM dated_parts WHERE fits
), rest AS (
  -- What its dated tranches leave of a whole comes after them.
  SELECT
    whole.* EXCLUDE (usd_high, when_start),
    greatest(whole.usd_high - coalesce(parts.usd, 0), 0) AS usd_high,
    coalesce(parts.last + 1, when_start) AS when_start
  FROM whole
  LEFT JOIN (
    SELECT fact_id, sum(usd_high) AS usd, max(when_end) AS last FROM parts GROUP BY fact_id
  ) AS parts USING (fact_id)
  WHERE parts.usd IS NULL OR whole.usd_high - parts.usd > 0.01 * whole.usd_high
), pieces AS (
  SELECT
    payer_id,
    grade,
    usd_high,
    fact_ids,
    coalesce(when_start, first_seen) AS first,
    CASE WHEN when_end >= coalesce(when_start, first_seen) THEN when_end END AS last
  FROM (FROM parts UNION ALL BY NAME FROM rest)
), yearly AS (
  SELECT
    pieces.*,
    coalesce(year(first) = year(last), false) AS is_told,
    unnest(if(last IS NULL, [NULL], range(year(first), year(last) + 1))) AS year
  FROM pieces
), spread AS (
  SELECT
    *,
    usd_high * CASE WHEN year IS NULL THEN 1 ELSE
      (least(last, make_date(year, 12, 31)) - greatest(first, make_date(year, 1, 1)) + 1)
      / (last - first + 1)::DOUBLE
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
  sum(exact(usd)) FILTER (is_told) AS told_usd_high,
  CASE
    WHEN year IS NULL THEN 'no year is told'
    WHEN bool_and(is_told) THEN 'told'
    WHEN bool_or(is_told) THEN 'partly spread evenly'
    ELSE 'spread evenly'
  END AS how,
  list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
FROM spread
JOIN entities AS entity ON entity.entity_id = payer_id
GROUP BY payer_id, year
ORDER BY payer, payer_id, year NULLS LAST
