-- Facts below the threshold of trust; the weightiest are large and neither likely nor unlikely.
SELECT
  [fact_id] AS ids,
  told_fact(kind, subject, object, role, stage, metric, low, high, unit, when_start, when_end) AS about,
  [
    format('confidence {:.2f}, ', confidence)
      || if(voices = 0, 'told by machines alone', so_many(voices, 'voice')),
    told_sentence(first_seen, publisher, quote)
  ] AS look,
  4 * confidence * (1 - confidence) * stake(coalesce(high, low), unit) AS weight
FROM facts
WHERE NOT is_trusted AND NOT is_denied_whole(state)
ORDER BY weight DESC, fact_id
