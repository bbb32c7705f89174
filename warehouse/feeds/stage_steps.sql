-- stage_steps: The stages of each chip as a chain: from each stage that is dated to the next one that is, how many days it takes as told, against what such a step usually takes and the shortest known. Missing steps, impossible orders and record-short steps are flagged.
-- subject_id: The chip.
-- subject: Its name.
-- owner: Who makes it.
-- from_stage: The earlier stage of the chain.
-- to_stage: The next stage of the chain that is dated.
-- from_words: When the earlier stage is or was due, in words.
-- to_words: When the later one is or was.
-- days_least: Fewest days that the two dates leave between them; null where an end is open.
-- days_most: Most days that they leave.
-- typical_low_days: Usual time of the step or steps between, lower end.
-- typical_high_days: Upper end.
-- record_days: The shortest known.
-- is_promised: Whether either end is still to come.
-- missing_stages: Stages of the chain between the two of which no date is told.
-- is_impossible_order: Whether the later stage is dated wholly before the earlier one.
-- is_record_short: Whether even the most days are no more than the shortest known.
-- is_faster_than_usual: Whether even the most days are fewer than the usual time.
-- in_words: What is remarkable, in words; null where nothing is.
-- sources: Where the usual times and the records come from.
-- fact_ids: The facts behind the row.
WITH places AS (
  SELECT from_stage AS stage, place FROM stage_durations
  UNION
  SELECT to_stage, place + 1 FROM stage_durations
), stands AS (
  SELECT
    timeline.subject_id,
    timeline.subject,
    timeline.owner,
    timeline.stage,
    places.place,
    timeline.is_done,
    CASE WHEN is_done THEN outcome.when_start ELSE latest_promise_start END AS first_day,
    CASE WHEN is_done THEN done_on ELSE latest_promise_end END AS last_day,
    CASE WHEN is_done THEN 'done ' || outcome.in_words ELSE latest_promise END AS in_words,
    timeline.fact_ids
  FROM deployment_timeline_as_of(as_of) AS timeline
  JOIN places USING (stage)
  JOIN entities AS entity ON entity.entity_id = timeline.subject_id AND entity.kind = 'chip'
  LEFT JOIN timeline_promises_as_of(as_of) AS outcome
    ON outcome.claim_id = timeline.done_claim_id
    AND outcome.subject_id = timeline.subject_id
    AND outcome.stage = timeline.stage
    AND outcome.is_outcome AND NOT outcome.in_review
  WHERE NOT timeline.is_cancelled AND (is_done OR latest_promise IS NOT NULL)
  -- Of several deployments (each with its customer) the chain takes the first.
  QUALIFY row_number() OVER (
    PARTITION BY timeline.subject_id, timeline.stage
    ORDER BY coalesce(last_day, first_day), timeline.what NULLS FIRST
  ) = 1
), chained AS (
  SELECT
    subject_id,
    subject,
    owner,
    stage AS from_stage,
    lead(stage) OVER chain AS to_stage,
    place AS from_place,
    lead(place) OVER chain AS to_place,
    in_words AS from_words,
    lead(in_words) OVER chain AS to_words,
    lead(first_day) OVER chain - last_day AS days_least,
    lead(last_day) OVER chain - first_day AS days_most,
    lead(last_day) OVER chain < first_day AS is_impossible_order,
    NOT is_done OR NOT lead(is_done) OVER chain AS is_promised,
    fact_ids || lead(fact_ids) OVER chain AS fact_ids
  FROM stands
  WINDOW chain AS (PARTITION BY subject_id ORDER BY place)
), told AS (
  -- A design time that is told as such dates no stage, but is a step.
  SELECT
    fact.subject_ids[1] AS subject_id,
    entity.name AS subject,
    owner.name AS owner,
    'design_start' AS from_stage,
    'tape_out' AS to_stage,
    1 AS from_place,
    2 AS to_place,
    NULL AS from_words,
    amount_in_words(fact.low, fact.high, fact.unit) || ' as told' AS to_words,
    round(fact.low * days_per_month())::BIGINT AS days_least,
    round(fact.high * days_per_month())::BIGINT AS days_most,
    false AS is_impossible_order,
    fact.modality <> 'achieved' AS is_promised,
    [fact.fact_id] AS fact_ids
  FROM facts_as_of(as_of) AS fact
  JOIN entities AS entity ON entity.entity_id = fact.subject_ids[1] AND entity.kind = 'chip'
  JOIN entities AS owner ON owner.entity_id = entity.root_id
  WHERE fact.kind = 'duration' AND fact.metric = 'design_to_tapeout' AND fact.is_trusted
    AND fact.state <> 'denied'
), steps AS (
  SELECT * FROM chained WHERE to_stage IS NOT NULL
  UNION ALL BY NAME
  SELECT * FROM told
), measured AS (
  SELECT
    steps.subject_id,
    any_value(steps.subject) AS subject,
    any_value(steps.owner) AS owner,
    steps.from_stage,
    steps.to_stage,
    from_words,
    to_words,
    days_least,
    days_most,
    any_value(is_impossible_order) AS is_impossible_order,
    any_value(is_promised) AS is_promised,
    any_value(steps.fact_ids) AS fact_ids,
    any_value(from_place) AS from_place,
    sum(usual.typical_low_days)::BIGINT AS typical_low_days,
    sum(usual.typical_high_days)::BIGINT AS typical_high_days,
    sum(usual.record_days)::BIGINT AS record_days,
    list(usual.to_stage ORDER BY usual.place) FILTER (usual.place < to_place - 1)
      AS missing_stages,
    string_agg(usual.typical_source || '; ' || usual.record_source, '; ' ORDER BY usual.place)
      AS sources
  FROM steps
  JOIN stage_durations AS usual
    ON usual.place >= steps.from_place AND usual.place < steps.to_place
  GROUP BY steps.subject_id, steps.from_stage, steps.to_stage, from_words, to_words, days_least, days_most
), flagged AS (
  SELECT
    * REPLACE (
      coalesce(is_impossible_order, false) AS is_impossible_order,
      coalesce(missing_stages, []) AS missing_stages
    ),
    coalesce(NOT is_impossible_order AND days_most <= record_days, false) AS is_record_short,
    coalesce(NOT is_impossible_order AND days_most < typical_low_days, false)
      AS is_faster_than_usual
  FROM measured
)
SELECT
  subject_id,
  subject,
  owner,
  from_stage,
  to_stage,
  from_words,
  to_words,
  days_least,
  days_most,
  typical_low_days,
  typical_high_days,
  record_days,
  is_promised,
  missing_stages,
  is_impossible_order,
  is_record_short,
  is_faster_than_usual,
  nullif(concat_ws('; ',
    CASE WHEN is_impossible_order THEN
      replace(to_stage, '_', ' ') || ' is dated before ' || replace(from_stage, '_', ' ') END,
    CASE
      WHEN is_record_short THEN
        format('{} days at most, and the shortest known is {}', days_most, record_days)
      WHEN is_faster_than_usual THEN
        format('{} days at most, where {} to {} are usual', days_most, typical_low_days, typical_high_days)
    END,
    CASE WHEN len(missing_stages) > 0 THEN
      'no date is told of ' || replace(array_to_string(missing_stages, ', '), '_', ' ') END
  ), '') AS in_words,
  sources,
  list_sort(list_distinct(fact_ids)) AS fact_ids
FROM flagged
ORDER BY subject, subject_id, from_place, to_stage, from_words, to_words, days_most
