-- What each voice adds to the confidence, as the facts weigh it.
SELECT
  voice,
  max(confidence) AS confidence,
  CASE row_number() OVER (ORDER BY voice IS NULL, max(confidence) DESC, voice)
    WHEN 1 THEN 1 ELSE threshold('corroboration') END AS weight,
  threshold('confidence_cap') AS cap
FROM evidence
WHERE fact_id = $fact_id AND stance = 'asserts'
GROUP BY voice
QUALIFY weight = 1 OR voice IS NOT NULL
ORDER BY weight DESC, confidence DESC, voice
