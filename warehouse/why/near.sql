-- Facts like it that were kept apart: of its kind, with a party in common, and what differs.
WITH mine AS (SELECT * FROM facts WHERE fact_id = $fact_id), other AS (
  SELECT
    fact.*,
    len(list_intersect(fact.subject_ids, mine.subject_ids))
      + len(list_intersect(fact.object_ids, mine.object_ids)) AS shared,
    abs(ln(greatest(coalesce(fact.high, fact.low), 1e-9)
      / greatest(coalesce(mine.high, mine.low), 1e-9))) AS apart,
    abs(fact.first_seen - mine.first_seen) AS days,
    concat_ws(', ',
      CASE WHEN list_sort(fact.subject_ids) <> list_sort(mine.subject_ids)
        OR list_sort(fact.object_ids) <> list_sort(mine.object_ids) THEN 'other parties' END,
      CASE WHEN fact.unit IS DISTINCT FROM mine.unit THEN 'another measure'
        WHEN amount_in_words(fact.low, fact.high, fact.unit)
          IS DISTINCT FROM amount_in_words(mine.low, mine.high, mine.unit) THEN 'another amount'
      END,
      CASE WHEN coalesce(fact.role, fact.stage, fact.metric)
        IS DISTINCT FROM coalesce(mine.role, mine.stage, mine.metric) THEN 'of another sort' END,
      CASE WHEN interval_in_words(fact.when_start, fact.when_end)
        IS DISTINCT FROM interval_in_words(mine.when_start, mine.when_end) THEN 'another time' END,
      CASE WHEN abs(fact.first_seen - mine.first_seen) > 0
        THEN 'first told ' || abs(fact.first_seen - mine.first_seen) || ' days '
          || if(fact.first_seen > mine.first_seen, 'later', 'earlier') END
    ) AS differs
  FROM facts AS fact, mine
  WHERE fact.kind = mine.kind AND fact.fact_id <> mine.fact_id
    AND fact.fact_id NOT IN (
      SELECT other_fact_id FROM fact_links WHERE fact_id = $fact_id
      UNION ALL
      SELECT fact_id FROM fact_links WHERE other_fact_id = $fact_id
    )
)
SELECT
  fact_id, differs, first_seen, quote, url, publisher,
  fact_in_words(
    subject, object, low, high, unit, qualitative, coalesce(role, stage, metric), when_start, when_end
  ) AS words
FROM other
WHERE shared > 0
ORDER BY shared DESC, apart NULLS LAST, days, fact_id
LIMIT 5
