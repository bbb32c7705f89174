-- timeline_promises: The ledger of dates: every date that was ever promised or reported for a subject and stage, with who said so, when, and how exactly. Dates of facts in review stand here too and are marked; every other feed of dates leaves them out.
-- subject_id: Entity that reaches the stage; where the text names none, the other party; null where it names neither.
-- subject: Its name.
-- owner: Its owner at the top, itself if none.
-- promiser_id: Who answers for the date: of a delivery the owner of who or what is delivered, else the owner of the subject.
-- promiser: Its name.
-- kind: Kind of the statement: milestone, capacity, deal, volume or dependency.
-- stage: Stage of the milestone; online of a capacity; delivery of a deal, a count or a supply; spending of money that is to be spent by then, which stands here alone.
-- what: The amount or other party that the date is for, null where it is the subject as a whole.
-- when_start: First day of the promised interval, null if open.
-- when_end: Last day of the promised interval, null if open.
-- due: Day by which it is due: the end of the interval, its start where the end is open.
-- precision: day, month, quarter, half, year, longer; by or from where one end is open.
-- in_words: The interval in words.
-- is_promise: Whether it was told before the day was over as what is to come; what is only explored, or estimated by others, is no promise.
-- is_outcome: Whether it tells that the stage was reached, not that it will be. A date that is neither was told as a plan only when it was over, or as what may be: it is no promise, and says nothing of what came.
-- told_on: Day on which this date was first told.
-- last_told_on: Day on which this date was last told.
-- recorded_at: When we first recorded this date (UTC).
-- promised_by: Who said so: the speaker, else the publisher.
-- times_told: Number of claims that give this date.
-- voices: Number of independent voices that give it.
-- watts: Power that is due then, upper bound; null of energy, of vague sizes and of what is in no sum.
-- basis: it, facility, grid, generation or storage, where a capacity tells it.
-- in_review: Whether the fact behind it is not sure enough yet for any other feed.
-- is_cancelled: Whether what was promised stands cancelled.
-- quote: The sentence that first gave it.
-- url: Where that was read.
-- claim_id: The claim that first gave it.
-- fact_ids: The facts behind the row.
WITH told AS (
  SELECT
    evidence.*,
    claim.stage AS claimed_stage,
    claim.when_start IS NOT NULL OR claim.when_end IS NOT NULL AS is_dated,
    fact.kind,
    fact.subject_ids,
    fact.object_ids,
    fact.basis AS measured_at,
    fact.state = 'cancelled' AS is_off,
    NOT fact.is_trusted AS in_review,
    CASE
      WHEN fact.kind = 'milestone' THEN fact.stage
      WHEN fact.kind = 'capacity' THEN 'online'
      -- What is paid by the month, or over years from now on, is spent rather than delivered.
      WHEN claim.when_kind = 'spending' OR fact.unit LIKE '%/month' OR fact.unit LIKE '%/year'
        OR fact.kind = 'deal' AND claim.when_end - claim.when_start > 366
          AND abs(claim.when_start - evidence.told_on) <= threshold('slack_days')
        THEN 'spending'
      ELSE 'delivery'
    END AS reached,
    CASE fact.kind
      WHEN 'milestone' THEN fact.object
      WHEN 'capacity' THEN amount_in_words(fact.low, fact.high, fact.unit)
      ELSE nullif(concat_ws(', ',
        amount_in_words(fact.low, fact.high, fact.unit),
        CASE WHEN len(fact.subject_ids) > 0 THEN fact.object END
      ), '')
    END AS what,
    CASE
      WHEN fact.kind = 'capacity' AND fact.unit = 'W' AND (fact.in_sums OR fact.state = 'cancelled')
        AND NOT is_vague_size(fact.low, fact.high, fact.quote)
        AND coalesce(fact.high, fact.low) <= threshold('largest_place_watts')
      THEN coalesce(fact.high, fact.low)
    END AS watts,
    bool_or(
      claim.when_kind = 'delivery' AND (claim.when_start IS NOT NULL OR claim.when_end IS NOT NULL)
    ) OVER (PARTITION BY evidence.fact_id) AS has_delivery,
    CASE fact.kind
      WHEN 'milestone' THEN true
      WHEN 'capacity' THEN coalesce(claim.when_kind, 'delivery') = 'delivery'
      -- Money that is to be spent, and things that are to be there, by a day to come.
      WHEN 'deal' THEN claim.when_kind = 'delivery'
        OR claim.when_kind = 'spending' AND coalesce(claim.when_end, claim.when_start) > evidence.told_on
      WHEN 'volume' THEN claim.when_kind = 'delivery'
        OR claim.when_kind = 'event' AND evidence.modality = 'planned'
          AND coalesce(claim.when_end, claim.when_start) > evidence.told_on
      ELSE claim.when_kind = 'delivery'
    END AS dates_it
  FROM evidence
  JOIN claims AS claim USING (claim_id)
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
  WHERE evidence.recorded_at <= as_of
    AND evidence.stance = 'asserts'
    AND fact.state <> 'denied'
    AND fact.kind IN ('milestone', 'capacity', 'deal', 'volume', 'dependency')
), dated AS (
  SELECT
    * REPLACE (
      -- What is told to be there without its day was there by the day of the telling.
      CASE WHEN is_dated THEN when_end ELSE told_on END AS when_end
    ),
    modality = 'achieved'
      AND (kind <> 'capacity' OR claimed_stage = 'operational')
      OR kind = 'deal' AND firmness = 'delivered' AND reached = 'delivery'
      AS is_reached
  FROM told
  WHERE (is_dated AND dates_it)
    OR (NOT is_dated AND has_delivery AND (
      kind = 'capacity' AND claimed_stage = 'operational' AND modality = 'achieved'
      OR kind = 'deal' AND firmness = 'delivered'
    ))
), weighed AS (
  SELECT
    *,
    -- That something is done must be told surely, or by several: a plan is easily misread as one.
    max(confidence) FILTER (is_reached) OVER one >= threshold('trusted_confidence')
      OR count(DISTINCT voice) FILTER (is_reached) OVER one > 1 AS is_sure
  FROM dated
  WINDOW one AS (PARTITION BY fact_id)
), judged AS (
  SELECT
    *,
    coalesce(CASE
      -- Nothing is reached on a day to come, whatever the tense of the sentence beside it.
      WHEN is_reached AND NOT is_sure AND NOT in_review THEN false
      WHEN is_reached THEN when_start < told_on OR coalesce(when_end, when_start) <= told_on
      WHEN when_start IS NULL OR coalesce(when_end, when_start) > told_on THEN false
      WHEN kind = 'milestone' AND reached = 'announced' THEN true
      WHEN kind = 'milestone' OR claimed_stage = 'operational'
        THEN modality IN ('announced', 'reported')
          AND (when_end < told_on OR when_start = when_end)
      ELSE false
    END, false) AS is_outcome
  FROM weighed
), placed AS (
  SELECT
    *,
    NOT is_outcome AND coalesce(when_end, when_start) >= told_on
      AND modality NOT IN ('exploring', 'estimated') AS is_promise,
    unnest(CASE
      WHEN len(subject_ids) > 0 THEN list_distinct(subject_ids)
      WHEN len(object_ids) > 0 THEN list_distinct(object_ids)
      ELSE [NULL]
    END) AS entity_id,
    CASE WHEN reached = 'delivery' AND len(object_ids) > 0 THEN object_ids[1] END AS answers_id
  FROM judged
  WHERE is_dated OR is_outcome
)
SELECT
  placed.entity_id AS subject_id,
  any_value(entity.name) AS subject,
  any_value(owner.name) AS owner,
  any_value(promiser.entity_id) AS promiser_id,
  any_value(promiser.name) AS promiser,
  arg_min(placed.kind, (told_on, placed.recorded_at, claim_id)) AS kind,
  reached AS stage,
  what,
  when_start,
  when_end,
  coalesce(when_end, when_start) AS due,
  interval_precision(when_start, when_end) AS precision,
  interval_in_words(when_start, when_end) AS in_words,
  bool_or(is_promise) AS is_promise,
  is_outcome,
  min(told_on) AS told_on,
  max(told_on) AS last_told_on,
  min(recorded_at) AS recorded_at,
  arg_min(coalesce(speaker, publisher), (told_on, placed.recorded_at, claim_id)) AS promised_by,
  count(DISTINCT claim_id) AS times_told,
  count(DISTINCT voice) AS voices,
  max(watts) AS watts,
  arg_min(measured_at, (told_on, placed.recorded_at, claim_id)) AS basis,
  in_review,
  bool_and(is_off) AS is_cancelled,
  arg_min(quote, (told_on, placed.recorded_at, claim_id)) AS quote,
  arg_min(url, (told_on, placed.recorded_at, claim_id)) AS url,
  arg_min(claim_id, (told_on, placed.recorded_at, claim_id)) AS claim_id,
  list_sort(list(DISTINCT fact_id)) AS fact_ids
FROM placed
LEFT JOIN entities AS entity USING (entity_id)
LEFT JOIN entities AS owner ON owner.entity_id = entity.root_id
-- Words that merely describe ("two satellites") answer for nothing.
LEFT JOIN entities AS answering
  ON answering.entity_id = placed.answers_id AND answering.is_named
LEFT JOIN entities AS promiser
  ON promiser.entity_id = coalesce(answering.root_id, entity.root_id)
GROUP BY placed.entity_id, reached, what, when_start, when_end, is_outcome, in_review
ORDER BY subject, subject_id, stage, what, told_on, due, is_outcome, in_review, claim_id
