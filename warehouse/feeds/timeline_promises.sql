-- timeline_promises: The ledger of dates: every date that was ever promised or reported for a subject and stage, with who said so, when, and how exactly. Facts in review are left out.
-- subject_id: Entity that reaches the stage.
-- subject: Its name.
-- owner: Its owner at the top, itself if none.
-- stage: Stage of the milestone; online or delivery where a capacity or a deal gives the date.
-- what: The amount or other party that the date is for, null where it is the subject as a whole.
-- when_start: First day of the promised interval, null if open.
-- when_end: Last day of the promised interval, null if open.
-- due: Day by which it is due: the end of the interval, its start where the end is open.
-- precision: day, month, quarter, half, year, longer; by or from where one end is open.
-- in_words: The interval in words.
-- is_outcome: Whether it tells that the stage was reached, not that it will be.
-- told_on: Day on which this date was first told.
-- last_told_on: Day on which this date was last told.
-- recorded_at: When we first recorded this date (UTC).
-- promised_by: Who said so: the speaker, else the publisher.
-- times_told: Number of claims that give this date.
-- voices: Number of independent voices that give it.
-- quote: The sentence that first gave it.
-- url: Where that was read.
-- claim_id: The claim that first gave it.
-- fact_ids: The facts behind the row.
WITH dated AS (
  SELECT
    evidence.*,
    fact.kind,
    fact.subject_ids,
    CASE fact.kind
      WHEN 'milestone' THEN fact.stage
      WHEN 'capacity' THEN 'online'
      ELSE 'delivery'
    END AS reached,
    CASE fact.kind
      WHEN 'milestone' THEN fact.object
      ELSE amount_in_words(fact.low, fact.high, fact.unit)
    END AS what,
    claim.modality = 'achieved' AND (fact.kind <> 'capacity' OR claim.stage = 'operational')
      AS is_outcome
  FROM evidence
  JOIN claims AS claim USING (claim_id)
  JOIN facts_as_of(as_of) AS fact USING (fact_id)
  WHERE evidence.recorded_at <= as_of
    AND evidence.stance = 'asserts'
    AND fact.is_trusted
    AND fact.state <> 'denied'
    AND (claim.when_start IS NOT NULL OR claim.when_end IS NOT NULL)
    AND (
      fact.kind = 'milestone'
      OR (fact.kind = 'capacity' AND coalesce(claim.when_kind, 'delivery') = 'delivery')
      OR (fact.kind = 'deal' AND claim.when_kind = 'delivery')
    )
), placed AS (
  SELECT dated.*, unnest(list_distinct(subject_ids)) AS entity_id FROM dated
)
SELECT
  placed.entity_id AS subject_id,
  any_value(entity.name) AS subject,
  any_value(owner.name) AS owner,
  reached AS stage,
  what,
  when_start,
  when_end,
  coalesce(when_end, when_start) AS due,
  interval_precision(when_start, when_end) AS precision,
  interval_in_words(when_start, when_end) AS in_words,
  is_outcome,
  min(told_on) AS told_on,
  max(told_on) AS last_told_on,
  min(recorded_at) AS recorded_at,
  arg_min(coalesce(speaker, publisher), (told_on, placed.recorded_at, claim_id)) AS promised_by,
  count(DISTINCT claim_id) AS times_told,
  count(DISTINCT voice) AS voices,
  arg_min(quote, (told_on, placed.recorded_at, claim_id)) AS quote,
  arg_min(url, (told_on, placed.recorded_at, claim_id)) AS url,
  arg_min(claim_id, (told_on, placed.recorded_at, claim_id)) AS claim_id,
  list_sort(list(DISTINCT fact_id)) AS fact_ids
FROM placed
JOIN entities AS entity USING (entity_id)
JOIN entities AS owner ON owner.entity_id = entity.root_id
GROUP BY placed.entity_id, reached, what, when_start, when_end, is_outcome
ORDER BY subject, subject_id, stage, what, told_on, due, is_outcome, claim_id
