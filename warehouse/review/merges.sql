-- Pairs of facts that nearly agree: of one kind, told at about one time, with a party in common,
-- and the same value or nearly. How alike the names of the other parties are comes after.
WITH fact AS (
  SELECT
    *,
    coalesce(high, low) AS value,
    stake(coalesce(high, low), unit) AS stake,
    coalesce(unit, '') AS measure,
    coalesce(stage, '') AS step
  FROM facts
  WHERE NOT qualitative AND NOT is_denied_whole(state)
), owners AS (
  SELECT fact_id, role, list(DISTINCT owner_id ORDER BY owner_id) AS ids
  FROM fact_parties
  GROUP BY ALL
), party AS (
  SELECT fact.fact_id, fact.kind, fact.measure, owners.role, unnest(owners.ids) AS owner_id
  FROM owners
  JOIN fact USING (fact_id)
), apart AS (
  SELECT list_sort(fact_ids) AS ids FROM judgements WHERE verb = 'split' AND status = 'applied'
), linked AS (
  SELECT fact_id, other_fact_id FROM fact_links
  UNION
  SELECT other_fact_id, fact_id FROM fact_links
), near AS (
  SELECT DISTINCT one.fact_id AS one_id, other.fact_id AS other_id
  FROM party AS one
  JOIN party AS other USING (kind, measure, role, owner_id)
  WHERE one.fact_id < other.fact_id
)
SELECT
  [one.fact_id, other.fact_id] AS ids,
  told_fact(
    one.kind, one.subject, one.object, one.role, one.stage, one.metric,
    one.low, one.high, one.unit, one.when_start, one.when_end
  ) AS about,
  [
    'and ' || told_fact(
      other.kind, other.subject, other.object, other.role, other.stage, other.metric,
      other.low, other.high, other.unit, other.when_start, other.when_end
    ),
    told_sentence(one.first_seen, one.publisher, one.quote),
    told_sentence(other.first_seen, other.publisher, other.quote)
  ] AS look,
  coalesce(least(one.value, other.value) / nullif(greatest(one.value, other.value), 0), 1)
    AS closeness,
  least(one.stake, other.stake) AS stake,
  [mine.ids, theirs.ids] AS subject_ids,
  [my_object.ids, their_object.ids] AS object_ids,
  [one.subject, other.subject] AS subjects,
  [one.object, other.object] AS objects
FROM near
JOIN fact AS one ON one.fact_id = near.one_id
JOIN fact AS other ON other.fact_id = near.other_id
LEFT JOIN owners AS mine ON mine.fact_id = near.one_id AND mine.role = 'subject'
LEFT JOIN owners AS theirs ON theirs.fact_id = near.other_id AND theirs.role = 'subject'
LEFT JOIN owners AS my_object ON my_object.fact_id = near.one_id AND my_object.role = 'object'
LEFT JOIN owners AS their_object
  ON their_object.fact_id = near.other_id AND their_object.role = 'object'
WHERE (one.value IS NULL) = (other.value IS NULL)
  AND closeness >= threshold('review_closeness')
  AND (one.metric IS NOT DISTINCT FROM other.metric)
  AND (
    one.kind <> 'milestone'
    OR (
      one.step = other.step
      AND abs(coalesce(one.when_end, one.when_start) - coalesce(other.when_end, other.when_start))
        <= threshold('same_date_days')
    )
  )
  AND one.first_seen - other.last_seen <= threshold('retelling_days')
  AND other.first_seen - one.last_seen <= threshold('retelling_days')
  AND (one.fact_id, other.fact_id) NOT IN (FROM linked)
  AND list_sort([one.fact_id, other.fact_id]) NOT IN (FROM apart)
ORDER BY ids
