-- What each voice adds to the confidence, as the facts weigh it.
SELECT
  voice,
  max(evidence.confidence) AS confidence,
  bool_or(claim.judged IS NOT NULL) AS is_vouched,
  CASE row_number() OVER (ORDER BY voice IS NULL, max(evidence.confidence) DESC, voice)
    WHEN 1 THEN 1 ELSE threshold('corroboration') END AS weight,
  threshold('confidence_cap') AS cap
FROM evidence
JOIN claims AS claim USING (claim_id)
WHERE fact_id = $fact_id AND stance = 'asserts'
GROUP BY voice
QUALIFY weight = 1 OR voice IS NOT NULL
ORDER BY weight DESC, confidence DESC, voice
