-- How it stands to other facts, each with the sentence of that side.
SELECT
  link.relation, link.is_other_side, link.reason, other.fact_id, other.state, other.in_sums,
  other.quote, other.url, other.publisher, other.first_seen,
  fact_in_words(
    other.subject, other.object, other.low, other.high, other.unit, other.qualitative,
    coalesce(other.role, other.stage, other.metric), other.when_start, other.when_end
  ) AS words
FROM (
  SELECT relation, false AS is_other_side, reason, other_fact_id AS fact_id FROM fact_links
  WHERE fact_id = $fact_id
  UNION ALL
  SELECT relation, true, reason, fact_id FROM fact_links WHERE other_fact_id = $fact_id
) AS link
JOIN facts AS other USING (fact_id)
ORDER BY ALL
