-- money_cycles: Money that goes round: the thousand largest elementary cycles of up to five parties in the graph of investments and purchases, each with an investment in it. The same dollar may pass through every edge: amounts are told edge by edge and never added.
-- cycle: The parties in the order in which money goes, back to the first.
-- party_ids: Their entities.
-- length: Number of edges.
-- investments: Number of edges that are stakes.
-- steps: What each edge is, in words.
-- weakest_step: The edge with the smallest upper bound, in words.
-- weakest_usd_high: The smallest upper bound among the edges: at most so much can go all the way round.
-- weakest_firmness: The softest edge.
-- has_soft_edge: Whether an edge is only rumoured or explored.
-- told_together: Number of articles that tell two or more of its edges. Where there are any, one dollar may stand in several edges, as a stake that pays for a purchase does.
-- least_confidence: Confidence of the least sure fact behind its edges, 0 to 1.
-- first_seen: Day on which the first edge was told.
-- closed_on: Day on which the last edge was first told.
-- fact_ids: The facts behind the edges.
WITH RECURSIVE flows AS (
  SELECT
    unnest(payer_ids) AS giver,
    payee_ids,
    fact.confidence,
    commitments.* EXCLUDE (payer_ids, payee_ids)
  FROM commitments_as_of(as_of) AS commitments
  JOIN (SELECT fact_id, confidence FROM facts_as_of(as_of)) AS fact USING (fact_id)
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
    min(confidence) AS least_confidence,
    min(first_seen) AS first_seen,
    list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
  FROM (SELECT flows.* EXCLUDE (payee_ids), unnest(payee_ids) AS taker FROM flows)
  LEFT JOIN firmness_ladder AS ladder ON ladder.word = firmness
  WHERE giver <> taker
  GROUP BY ALL
), edges AS (
  -- The largest edges bound the search, which runs over numbers.
  SELECT
    named.*,
    row_number() OVER (ORDER BY usd_high DESC NULLS LAST, giver, taker, is_stake) AS edge,
    mine.name AS giver_name,
    mine.name || if(is_stake, ' invests in ', ' pays ') || theirs.name
      || coalesce(' ' || value_in_words(usd_high, 'USD'), '') AS step
  FROM named
  JOIN entities AS mine ON mine.entity_id = giver
  JOIN entities AS theirs ON theirs.entity_id = taker
  QUALIFY edge <= threshold('cycle_edges')
), places AS (
  SELECT party, row_number() OVER (ORDER BY party)::INTEGER AS place
  FROM (SELECT giver AS party FROM edges UNION SELECT taker FROM edges)
), arcs AS MATERIALIZED (
  SELECT edges.edge, mine.place AS source, theirs.place AS target
  FROM edges
  JOIN places AS mine ON mine.party = giver
  JOIN places AS theirs ON theirs.party = taker
), walks AS (
  SELECT source AS origin, target AS place, [source] AS visited, [edge] AS path FROM arcs
  UNION ALL
  SELECT walk.origin, arc.target, walk.visited || [arc.source], walk.path || [arc.edge]
  FROM walks AS walk
  JOIN arcs AS arc ON arc.source = walk.place
  WHERE len(walk.path) < 5
    -- Every cycle is found once, from the first of its parties, and passes each of them once.
    AND arc.source > walk.origin
    AND arc.target >= walk.origin
    AND NOT list_contains(walk.visited, arc.source)
), cycles AS (
  SELECT path, unnest(path) AS edge, generate_subscripts(path, 1) AS number
  FROM walks
  WHERE place = origin
), tellings AS (
  SELECT DISTINCT edge, article_id
  FROM (SELECT edge, unnest(fact_ids) AS fact_id FROM edges SEMI JOIN cycles USING (edge))
  JOIN tellings_as_of(as_of) AS telling USING (fact_id)
  WHERE telling.asserts
), together AS (
  SELECT path, count(*) AS articles
  FROM (
    SELECT path, article_id
    FROM cycles
    JOIN tellings USING (edge)
    GROUP BY path, article_id
    HAVING count(*) > 1
  )
  GROUP BY path
)
SELECT
  string_agg(giver_name, ' → ' ORDER BY number) || ' → ' || arg_min(giver_name, number) AS cycle,
  list(giver ORDER BY number) AS party_ids,
  count(*) AS length,
  count(*) FILTER (is_stake) AS investments,
  list(step ORDER BY number) AS steps,
  arg_min(step, (usd_high, number)) FILTER (usd_high IS NOT NULL) AS weakest_step,
  min(usd_high) AS weakest_usd_high,
  arg_min(firmness, (rank, number)) AS weakest_firmness,
  bool_or(is_soft) AS has_soft_edge,
  coalesce(any_value(together.articles), 0) AS told_together,
  min(least_confidence) AS least_confidence,
  min(first_seen) AS first_seen,
  max(first_seen) AS closed_on,
  list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
FROM cycles
JOIN edges USING (edge)
LEFT JOIN together USING (path)
GROUP BY path
HAVING bool_or(is_stake)
ORDER BY weakest_usd_high DESC NULLS LAST, cycle, steps
LIMIT 1000
