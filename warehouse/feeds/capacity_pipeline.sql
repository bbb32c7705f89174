-- capacity_pipeline: What is planned, under construction and running at each site or programme, power and energy apart, as IT load, facility, grid, generation or storage where that is told.
-- place_id: Site or programme, else the organisation that has the capacity.
-- place: Its name.
-- place_kind: site, programme or organisation; null for a candidate.
-- owner: Its owner at the top.
-- located: Where the site is, if known.
-- unit: W (power) or Wh (energy); never mixed.
-- basis: it, facility, grid, generation or storage; null where it is not told.
-- planned_low: Planned, lower bound, in the unit.
-- planned_high: Planned, upper bound.
-- under_construction_low: Under construction, lower bound.
-- under_construction_high: Under construction, upper bound.
-- operational_low: Running, lower bound.
-- operational_high: Running, upper bound.
-- ready_by: Latest day by which planned or rising capacity is to be ready, null where no date is told.
-- ready_in_words: What of it is to be ready by which day, the soonest first; null where no date is told.
-- in_words: What stands at each stage, in words.
-- first_seen: Day on which it was first told.
-- last_seen: Day on which it was last told.
-- facts: Number of facts.
-- vague: Number of those that tell a magnitude alone (tens of gigawatts), or more than one place can take (threshold largest_place_watts), which are in no sum.
-- fact_ids: The facts behind the row.
WITH held AS (
  SELECT
    fact.* REPLACE (
      -- The day of signing and the end of a contract make nothing ready.
      CASE WHEN coalesce(fact.when_kind, 'delivery') = 'delivery' THEN fact.when_start END
        AS when_start,
      CASE WHEN coalesce(fact.when_kind, 'delivery') = 'delivery' THEN fact.when_end END AS when_end
    ),
    CASE
      WHEN is_vague_size(fact.low, fact.high, fact.quote) THEN NULL
      WHEN coalesce(fact.high, fact.low) > threshold('largest_place_watts') THEN NULL
      -- What is to run by a day to come is planned, in whatever tense it is told.
      WHEN fact.stage = 'operational' AND fact.modality <> 'achieved'
        AND coalesce(fact.when_end, fact.when_start) > fact.last_seen THEN 'planned'
      ELSE coalesce(fact.stage, 'planned')
    END AS stands,
    party.entity_id,
    party.name,
    party.kind AS place_kind,
    party.owner,
    row_number() OVER (PARTITION BY fact.fact_id ORDER BY party.position) AS place_number
  FROM facts_as_of(as_of) AS fact
  JOIN fact_parties_as_of(as_of) AS party
    ON party.fact_id = fact.fact_id AND party.role = 'subject'
  WHERE fact.kind = 'capacity' AND fact.in_sums AND fact.unit IN ('W', 'Wh')
), summed AS (
  SELECT
    entity_id,
    any_value(name) AS name,
    any_value(place_kind) AS place_kind,
    any_value(owner) AS owner,
    unit,
    basis,
    sum(exact(low)) FILTER (stands = 'planned')::DOUBLE AS planned_low,
    sum(exact(coalesce(high, low))) FILTER (stands = 'planned')::DOUBLE AS planned_high,
    sum(exact(low)) FILTER (stands = 'under_construction')::DOUBLE
      AS under_construction_low,
    sum(exact(coalesce(high, low))) FILTER (stands = 'under_construction')::DOUBLE
      AS under_construction_high,
    sum(exact(low)) FILTER (stands = 'operational')::DOUBLE AS operational_low,
    sum(exact(coalesce(high, low))) FILTER (stands = 'operational')::DOUBLE
      AS operational_high,
    max(coalesce(when_end, when_start)) FILTER (stands IN ('planned', 'under_construction'))
      AS ready_by,
    string_agg(
      value_in_words(coalesce(high, low), unit) || ' '
      || if(when_end IS NULL, 'from ', 'by ')
      || strftime(coalesce(when_end, when_start), '%-d %B %Y'),
      ', ' ORDER BY coalesce(when_end, when_start), fact_id
    ) FILTER (
      stands IN ('planned', 'under_construction') AND coalesce(when_end, when_start) IS NOT NULL
    ) AS ready_in_words,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    count(*) AS facts,
    count(*) FILTER (stands IS NULL) AS vague,
    list(fact_id ORDER BY fact_id) AS fact_ids
  FROM held
  -- Joint holders share one capacity: it stands with the first of them.
  WHERE place_number = 1
  GROUP BY entity_id, unit, basis
)
SELECT
  entity_id AS place_id,
  summed.name AS place,
  place_kind,
  owner,
  entity.place AS located,
  unit,
  basis,
  planned_low,
  planned_high,
  under_construction_low,
  under_construction_high,
  operational_low,
  operational_high,
  ready_by,
  ready_in_words,
  concat_ws(', ',
    value_in_words(planned_high, unit) || ' planned',
    value_in_words(under_construction_high, unit) || ' under construction',
    value_in_words(operational_high, unit) || ' running'
  ) AS in_words,
  first_seen,
  last_seen,
  facts,
  vague,
  fact_ids
FROM summed
JOIN entities AS entity USING (entity_id)
ORDER BY place, place_id, unit, basis NULLS LAST
