-- No amount is added up both as a whole and as its tranche, but under a rumoured whole, which is in no sum with it.
SELECT part.fact_id, whole.fact_id AS whole_id, part.usd_high, whole.usd_high AS whole_usd_high
FROM fact_links AS link
JOIN facts AS part ON part.fact_id = link.fact_id
JOIN facts AS whole ON whole.fact_id = link.other_fact_id
WHERE link.relation = 'part_of' AND part.in_sums AND whole.in_sums
  AND coalesce(whole.grade, '') <> 'soft'
ORDER BY ALL
