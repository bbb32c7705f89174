-- money_cycles: Money that goes round: elementary cycles of up to five parties in the graph of investments and purchases, each with an investment in it. The same dollar may pass through every edge: amounts are told edge by edge and never added.
-- cycle: The parties in the order in which money goes, back to the first.
-- party_ids: Their entities.
-- length: Number of edges.
-- investments: Number of edges that are stakes.
-- steps: What each edge is, in words.
-- weakest_usd_high: The smallest upper bound among the edges: at most so much can go all the way round.
-- weakest_firmness: The softest edge.
-- has_soft_edge: Whether an edge is only rumoured or explored.
-- first_seen: Day on which the first edge was told.
-- closed_on: Day on which the last edge was first told.
-- fact_ids: The facts behind the edges.
WITH RECURSIVE flows AS (
  SELECT unnest(payer_ids) AS giver, payee_ids, commitments.* EXCLUDE (payer_ids, payee_ids)
  FROM commitments_as_of(as_of) AS commitments
  WHERE role IN ('investment', 'financing', 'purchase', 'lease', 'power_purchase')
), named AS (
  SELECT
    giver,
    taker,
    role IN ('investment', 'financing') AS is_stake,
    max(usd_high) AS usd_high,
    arg_max(firmness, (ladder.rank, fact_id)) AS firmness,
    max(ladder.rank) AS rank,
    max(ladder.grade) FILTER (ladder.grade <> 'soft') IS NULL AS is_soft,
    min(first_seen) AS first_seen,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM (SELECT flows.* EXCLUDE (payee_ids), unnest(payee_ids) AS taker FROM flows)
  LEFT JOIN firmness_ladder AS ladder ON ladder.word = firmness
  WHERE giver <> taker
  GROUP BY ALL
), edges AS (
  -- The thousand largest bound the search.
  SELECT named.*, mine.name AS giver_name, theirs.name AS taker_name
  FROM named
  JOIN entities AS mine ON mine.entity_id = giver
  JOIN entities AS theirs ON theirs.entity_id = taker
  ORDER BY usd_high DESC NULLS LAST, giver, taker, is_stake
  LIMIT 1000
), walks AS (
  SELECT
    giver AS origin, taker AS place, [giver] AS party_ids, [giver_name] AS names, 1 AS length,
    is_stake::INTEGER AS investments,
    [giver_name || if(is_stake, ' invests in ', ' pays ') || taker_name
      || coalesce(' ' || value_in_words(usd_high, 'USD'), '')] AS steps,
    usd_high AS weakest_usd_high, rank, firmness, is_soft, first_seen,
    first_seen AS closed_on, fact_ids
  FROM edges
  UNION ALL
  SELECT
    walk.origin, edge.taker, walk.party_ids || [edge.giver], walk.names || [edge.giver_name],
    walk.length + 1, walk.investments + edge.is_stake::INTEGER,
    walk.steps || [edge.giver_name || if(edge.is_stake, ' invests in ', ' pays ')
      || edge.taker_name || coalesce(' ' || value_in_words(edge.usd_high, 'USD'), '')],
    least(walk.weakest_usd_high, edge.usd_high), least(walk.rank, edge.rank),
    if(edge.rank < walk.rank, edge.firmness, walk.firmness), walk.is_soft OR edge.is_soft,
    least(walk.first_seen, edge.first_seen), greatest(walk.closed_on, edge.first_seen),
    walk.fact_ids || edge.fact_ids
  FROM walks AS walk
  JOIN edges AS edge ON edge.giver = walk.place
  WHERE walk.length < 5
    AND walk.place <> walk.origin
    -- Every cycle is found once: from the first of its parties.
    AND edge.giver > walk.origin
    AND NOT list_contains(walk.party_ids, edge.giver)
)
SELECT
  array_to_string(names || [names[1]], ' → ') AS cycle,
  party_ids,
  length,
  investments,
  steps,
  weakest_usd_high,
  firmness AS weakest_firmness,
  is_soft AS has_soft_edge,
  first_seen,
  closed_on,
  list_sort(list_distinct(fact_ids)) AS fact_ids
FROM walks
WHERE place = origin AND investments > 0
ORDER BY weakest_usd_high DESC NULLS LAST, cycle, steps
