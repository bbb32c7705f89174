-- Every fact that a feed names has evidence; an agreement that no fact tells names none.
SELECT DISTINCT fact_id
FROM (
  SELECT unnest(fact_ids) AS fact_id FROM vendor_dependency
  UNION ALL SELECT unnest(fact_ids) FROM indirect_dependency
  UNION ALL SELECT unnest(fact_ids) FROM vendor_concentration
  UNION ALL SELECT unnest(fact_ids) FROM build_or_rent
  UNION ALL SELECT unnest(fact_ids) FROM deployment_timeline
  UNION ALL SELECT unnest(fact_ids) FROM week_changes
  UNION ALL SELECT unnest(fact_ids) FROM efficiency_vs_limits
  UNION ALL SELECT unnest(fact_ids) FROM plausibility
  UNION ALL SELECT unnest(fact_ids) FROM coverage
)
ANTI JOIN evidence USING (fact_id)
ORDER BY fact_id
