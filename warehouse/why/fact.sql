-- The fact itself, in words and figures.
SELECT
  fact.*,
  fact_in_words(
    subject, object, low, high, unit, qualitative, coalesce(role, stage, metric), when_start, when_end
  ) AS words,
  EXISTS (FROM commitments WHERE list_contains(fact_ids, fact.fact_id)) AS is_commitment,
  threshold('trusted_confidence') AS trusted_from
FROM facts AS fact
WHERE fact_id = $fact_id
