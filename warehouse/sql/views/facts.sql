-- facts: One row per fact: what several claims say together, counted once however often it is told.
-- fact_id: Id of the fact, that of its earliest claim.
-- kind: What sort of statement it is.
-- subject_ids: Entities that pay, have or depend.
-- subject: Their names.
-- object_ids: Entities that are paid, had or depended on; for an efficiency the baseline.
-- object: Their names.
-- role: Role of a deal or dependency.
-- stage: Stage of a milestone or capacity, as last told.
-- metric: What an efficiency or duration measures.
-- low: Lower bound in the base unit, by the best source; null where open.
-- high: Upper bound in the base unit, by the best source; null where open.
-- unit: Unit of the bounds.
-- qualifier: How exactly the number is meant.
-- usd_low: Lower bound as an exact amount, where the unit is USD.
-- usd_high: Upper bound as an exact amount, where the unit is USD; the lower one where open.
-- when_start: First day of the interval that it is said to happen in, as last told.
-- when_end: Last day of that interval, as last told.
-- when_kind: What the interval dates.
-- conditions: What the number needs to be compared, as the best source gives it.
-- qualitative: True where it is told in words alone; its bounds are then no number.
-- modality: How it is asserted: achieved if any source says so, else as by the best source.
-- basis: Where a capacity is measured (it, facility, grid, generation or storage), as the best source says; null where none does.
-- bases: Every basis that a source gives. Where there are several, outlets measure the same number at different places, and it counts under the best source's.
-- firmness: The firmest word for it among sources that assert it.
-- firmness_latest: How firm it stands: its last word in firmness_history. A later retelling in weaker words does not soften it; a party that takes it back does, and so does a denial or cancellation by a party or by a source at least as good as those that asserted it.
-- grade: Under which sum its money stands, by firmness_latest: contracted, announced or soft; off where it was denied or cancelled.
-- state: denied or cancelled by its last word; superseded by a later fact that is trusted; contradicted by another fact or by a denial from a weaker source than those that assert it; else current.
-- is_part: Whether it is a tranche of another fact, whose amount holds it; of what is only rumoured or explored, a firmer fact is none.
-- confidence: 1 - (1 - c1) * product(1 - w * ci): c1 the surest voice, ci the others, w the threshold `corroboration`; capped.
-- is_trusted: Whether the confidence reaches the threshold `trusted_confidence` and somebody other than a machine tells it, or a person accepted or corrected a claim of it; what is not waits in review.
-- in_sums: Whether its amounts are added up: trusted, holding, no tranche, not the weaker side of a conflict.
-- voices: Number of independent voices that assert it: copies of one text, papers of one owner and versions of one article are one voice; what machines wrote is none.
-- publishers: Number of publishers that tell it.
-- claims: Number of claims.
-- articles: Number of articles.
-- best_tier: Tier of the best source.
-- first_seen: Day on which it was first told.
-- last_seen: Day on which it was last told.
-- recorded_at: When we first recorded it (UTC).
-- quote: The sentence of the best source.
-- url: Address of that source.
-- publisher: Who published it.
-- claim_ids: The claims, in the order in which they were told.
WITH told AS (
  SELECT
    evidence.*,
    claim.* EXCLUDE (
      claim_id, statement_id, article_id, page_id, subject, object, low, high, unit, when_start,
      when_end, modality, firmness, speaker, confidence, quote, char_start, char_end, published,
      recorded_at, told_on, is_current
    ),
    evidence.stance = 'asserts' AS asserts,
    coalesce(tiers.rank, 99) AS tier_rank,
    coalesce(evidence.firmness IN ('cancelled', 'denied'), false) AS is_off,
    ladder.rank AS ladder_rank,
    row_number() OVER (
      PARTITION BY evidence.fact_id
      ORDER BY
        evidence.stance, claim.judged IS NULL, evidence.is_open, coalesce(tiers.rank, 99),
        evidence.told_on DESC, claim_id
    ) AS authority,
    row_number() OVER (
      PARTITION BY evidence.fact_id
      ORDER BY evidence.stance, evidence.told_on DESC, coalesce(tiers.rank, 99), claim_id
    ) AS recency
  FROM evidence
  JOIN claims AS claim USING (claim_id)
  LEFT JOIN tiers ON tiers.word = evidence.tier
  LEFT JOIN firmness_ladder AS ladder ON ladder.word = evidence.firmness
  WHERE evidence.recorded_at <= as_of AND evidence.recorded_at < before
), sides AS (
  SELECT
    claim_id,
    list(entity_id ORDER BY position) FILTER (role = 'subject') AS subject_ids,
    list(entity_id ORDER BY position) FILTER (role = 'object') AS object_ids,
    string_agg(name, ', ' ORDER BY position) FILTER (role = 'subject') AS subject_names,
    string_agg(name, ', ' ORDER BY position) FILTER (role = 'object') AS object_names
  FROM claim_parties
  SEMI JOIN told USING (claim_id)
  WHERE is_aside IS NOT TRUE
  GROUP BY claim_id
), surest AS (
  -- What machines wrote has no voice: it stands for a fact only where nobody else tells it.
  SELECT
    fact_id,
    voice,
    max(confidence) AS confidence,
    row_number() OVER (
      PARTITION BY fact_id ORDER BY voice IS NULL, max(confidence) DESC, voice
    ) AS place
  FROM told
  WHERE asserts
  GROUP BY fact_id, voice
), trust AS (
  SELECT
    fact_id,
    count(voice) AS voices,
    round(least(
      threshold('confidence_cap'),
      1 - product(1 - confidence * CASE place WHEN 1 THEN 1 ELSE threshold('corroboration') END)
        FILTER (place = 1 OR voice IS NOT NULL)
    ), 6) AS confidence
  FROM surest
  GROUP BY fact_id
), gathered AS (
  SELECT
    fact_id,
    any_value(kind) AS kind,
    -- Of joint payers some tell of one alone: who names him and others names them all.
    list_reduce(
      list({'ids': subject_ids, 'names': subject_names} ORDER BY authority)
        FILTER (subject_ids IS NOT NULL),
      lambda widest, one: if(
        any_value(kind) = 'deal' AND len(one.ids) > len(widest.ids)
          AND list_has_all(one.ids, widest.ids),
        one,
        widest
      )
    ) AS subjects,
    coalesce(arg_min(object_ids, authority) FILTER (object_ids IS NOT NULL), []) AS object_ids,
    arg_min(object_names, authority) FILTER (object_ids IS NOT NULL) AS object,
    -- Who names the payee knows better what is paid for.
    arg_min(role, (kind = 'deal' AND object_ids IS NULL, authority))
      FILTER (role IS NOT NULL AND role <> 'other') AS role,
    arg_min(stage, recency) FILTER (stage IS NOT NULL) AS stage,
    arg_min(metric, authority) FILTER (metric IS NOT NULL) AS metric,
    arg_min(
      {'low': low, 'high': high, 'unit': unit, 'qualifier': qualifier},
      authority
    ) FILTER (low IS NOT NULL OR high IS NOT NULL) AS amount,
    arg_min(
      {'first': when_start, 'last': when_end, 'kind': when_kind},
      -- The day of signing only where no time of spending or delivery is told.
      (
        kind = 'deal' AND coalesce(when_kind = 'agreement', false)
          OR kind = 'capacity' AND coalesce(when_kind <> 'delivery', false),
        recency
      )
    ) FILTER (when_start IS NOT NULL OR when_end IS NOT NULL) AS interval,
    arg_min(conditions, authority) FILTER (conditions::VARCHAR <> '{}') AS conditions,
    bool_and(qualitative) AS qualitative,
    bool_or(judged IS NOT NULL AND asserts) AS is_vouched,
    CASE
      WHEN bool_or(modality = 'achieved' AND asserts) THEN 'achieved'
      ELSE arg_min(modality, authority)
    END AS modality,
    arg_min(basis, authority) FILTER (basis IS NOT NULL) AS basis,
    list_sort(list(DISTINCT basis) FILTER (basis IS NOT NULL)) AS bases,
    coalesce(
      arg_max(firmness, (ladder_rank, -authority)) FILTER (asserts AND NOT is_off),
      arg_min(firmness, recency) FILTER (asserts)
    ) AS firmness,
    max(told_on) FILTER (NOT asserts OR is_off) AS denied_on,
    max(told_on) FILTER (asserts AND NOT is_off) AS asserted_on,
    count(DISTINCT publisher) AS publishers,
    count(*) AS claims,
    count(DISTINCT article_id) AS articles,
    arg_min(tier, tier_rank) AS best_tier,
    min(tier_rank) AS tier_rank,
    min(told_on) AS first_seen,
    max(told_on) AS last_seen,
    min(recorded_at) AS recorded_at,
    arg_min(quote, authority) AS quote,
    arg_min(url, authority) AS url,
    arg_min(publisher, authority) AS publisher,
    list(claim_id ORDER BY told_on, recorded_at, claim_id) AS claim_ids
  FROM told
  LEFT JOIN sides USING (claim_id)
  GROUP BY fact_id
), standing AS (
  SELECT fact_id, arg_max(to_firmness, changed_on) AS firmness_latest
  FROM (
    SELECT fact_id, changed_on, coalesce(to_firmness, '') AS to_firmness
    FROM firmness_history_as_of(as_of)
  )
  GROUP BY fact_id
), weighed AS (
  SELECT
    gathered.*,
    coalesce(nullif(standing.firmness_latest, ''), gathered.firmness) AS firmness_latest,
    coalesce(trust.voices, 0) AS voices,
    coalesce(trust.confidence, 0) AS confidence,
    is_vouched
      OR coalesce(trust.voices > 0 AND trust.confidence >= threshold('trusted_confidence'), false)
      AS is_trusted,
    coalesce(standing.firmness_latest IN ('denied', 'cancelled'), false) AS is_off,
    coalesce(denied_on >= asserted_on, false) AS is_disputed,
    ladder.grade,
    coalesce(ladder.grade = 'soft', false) AS is_soft
  FROM gathered
  LEFT JOIN trust USING (fact_id)
  LEFT JOIN standing USING (fact_id)
  LEFT JOIN firmness_ladder AS ladder
    ON ladder.word = coalesce(nullif(standing.firmness_latest, ''), gathered.firmness)
), conflicts AS (
  SELECT
    mine.fact_id,
    theirs.is_trusted AND (
      mine.is_soft, mine.tier_rank, -mine.voices, -mine.confidence, mine.first_seen, mine.fact_id
    ) > (
      theirs.is_soft, theirs.tier_rank, -theirs.voices, -theirs.confidence, theirs.first_seen, theirs.fact_id
    ) AS is_weaker
  FROM (
    SELECT fact_id, other_fact_id FROM fact_links WHERE relation = 'contradicts'
    UNION
    SELECT other_fact_id, fact_id FROM fact_links WHERE relation = 'contradicts'
  ) AS link(fact_id, other_fact_id)
  JOIN weighed AS mine ON mine.fact_id = link.fact_id
  JOIN weighed AS theirs ON theirs.fact_id = link.other_fact_id
  WHERE NOT theirs.is_off
), replaced AS (
  -- What is only rumoured or explored neither replaces nor swallows what is firmer.
  SELECT
    if(link.relation = 'part_of', mine.fact_id, theirs.fact_id) AS fact_id,
    bool_or(link.relation <> 'part_of') AS is_superseded,
    bool_or(link.relation = 'part_of') AS is_part
  FROM fact_links AS link
  JOIN weighed AS mine ON mine.fact_id = link.fact_id
  JOIN weighed AS theirs ON theirs.fact_id = link.other_fact_id
  WHERE CASE
    WHEN link.relation = 'part_of'
      THEN theirs.is_trusted AND NOT theirs.is_off AND (mine.is_soft OR NOT theirs.is_soft)
    WHEN link.relation IN ('revises', 'supersedes')
      THEN mine.is_trusted AND NOT mine.is_off AND (theirs.is_soft OR NOT mine.is_soft)
    ELSE false
  END
  GROUP BY ALL
), linked AS (
  SELECT
    weighed.*,
    coalesce(replaced.is_superseded, false) AS is_superseded,
    coalesce(replaced.is_part, false) AS is_part,
    fact_id IN (SELECT fact_id FROM conflicts) AS is_contradicted,
    fact_id IN (SELECT fact_id FROM conflicts WHERE is_weaker) AS is_weaker
  FROM weighed
  LEFT JOIN replaced USING (fact_id)
), judged AS (
  SELECT
    *,
    CASE
      WHEN is_off THEN firmness_latest
      WHEN is_superseded THEN 'superseded'
      WHEN is_contradicted OR is_disputed THEN 'contradicted'
      ELSE 'current'
    END AS state
  FROM linked
)
SELECT
  fact_id,
  kind,
  coalesce(subjects.ids, []) AS subject_ids,
  subjects.names AS subject,
  object_ids,
  object,
  coalesce(role, CASE WHEN kind = 'deal' THEN 'other' END) AS role,
  stage,
  metric,
  amount.low AS low,
  amount.high AS high,
  amount.unit AS unit,
  amount.qualifier AS qualifier,
  CASE WHEN amount.unit = 'USD' THEN exact(amount.low) END AS usd_low,
  CASE WHEN amount.unit = 'USD' THEN exact(coalesce(amount.high, amount.low)) END
    AS usd_high,
  interval.first AS when_start,
  interval.last AS when_end,
  interval.kind AS when_kind,
  conditions,
  qualitative,
  modality,
  basis,
  coalesce(bases, []) AS bases,
  firmness,
  firmness_latest,
  grade,
  state,
  is_part,
  confidence,
  is_trusted,
  is_trusted AND state IN ('current', 'contradicted') AND NOT is_part AND NOT is_weaker
    AND NOT qualitative AS in_sums,
  voices,
  publishers,
  claims,
  articles,
  best_tier,
  first_seen,
  last_seen,
  recorded_at,
  quote,
  url,
  publisher,
  claim_ids
FROM judged
