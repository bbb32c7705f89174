-- indirect_dependency: On whom a customer depends through its suppliers, and theirs: the paths of two and three steps from customer to supplier over the weightiest pairs of vendor_dependency, at most the three strongest of each customer and supplier. That a pair buys one thing and sells another is not known to the path: it says where a failure could travel, not how much of it.
-- customer_id: Entity of the customer.
-- customer: The customer.
-- supplier_id: Entity of the supplier at the end of the path.
-- supplier: That supplier.
-- through: Who stands between, in order.
-- path: The whole path in words.
-- party_ids: Entities of the path, from the customer to the supplier.
-- length: Number of steps, 2 or 3.
-- steps: What each step rests on, in words.
-- usd_share_carried: The product of the shares of committed dollars along the path, 0 to 1: what part of the customer's committed dollars would reach the supplier if every party between spent its dollars alike; null where a step tells no dollars.
-- weakest_firmness: The softest step, each by its firmest fact.
-- has_soft_step: Whether a step is only rumoured or explored.
-- is_direct: Whether the customer also depends on the supplier directly.
-- place: Place among the paths between the two, the strongest first.
-- known_since: Day on which the last of the steps was first told.
-- voices: Number of independent voices for the least told step.
-- fact_ids: The facts behind all steps, step by step; of a step with more facts than the threshold `listed_facts` so many (all stand in vendor_dependency).
WITH weightiest AS (
  SELECT
    pair.*,
    row_number() OVER (
      ORDER BY coalesce(ladder.grade = 'soft', false), committed_usd_high DESC NULLS LAST,
        gigawatts_high DESC NULLS LAST, voices DESC, customer_id, supplier_id
    )::INTEGER AS edge,
    ladder.rank::INTEGER AS rank,
    coalesce(ladder.grade = 'soft', false) AS is_soft
  FROM vendor_dependency_as_of(as_of) AS pair
  JOIN firmness_ladder AS ladder ON ladder.word = pair.firmness
  QUALIFY edge <= threshold('path_edges')
), edges AS MATERIALIZED (
  SELECT
    *,
    customer || ' → ' || supplier || ': ' || coalesce(
      nullif(concat_ws(', ',
        replace(nullif(array_to_string(roles, ' and '), ''), '_', ' '),
        value_in_words(committed_usd_high, 'USD'),
        value_in_words(gigawatts_high * 1e9, 'W'),
        value_in_words(units_high, 'count') || ' units'
      ), ''), 'named together') AS step,
    fact_ids[:threshold('listed_facts')::BIGINT] AS listed_ids
  FROM weightiest
), places AS (
  SELECT party, row_number() OVER (ORDER BY party)::INTEGER AS place
  FROM (SELECT customer_id AS party FROM edges UNION SELECT supplier_id FROM edges)
), arcs AS MATERIALIZED (
  -- The search runs over numbers.
  SELECT edge, rank, is_soft, usd_share, voices, mine.place AS source, theirs.place AS target
  FROM edges
  JOIN places AS mine ON mine.party = customer_id
  JOIN places AS theirs ON theirs.party = supplier_id
), pairs AS (
  SELECT
    first.source AS origin,
    first.target AS middle,
    second.target,
    [first.edge, second.edge] AS walked,
    first.is_soft OR second.is_soft AS has_soft_step,
    least(first.rank, second.rank) AS weakest_rank,
    first.usd_share * second.usd_share AS carried,
    least(first.voices, second.voices) AS voices
  FROM arcs AS first
  JOIN arcs AS second ON second.source = first.target AND second.target <> first.source
), walks AS (
  SELECT * EXCLUDE (middle) FROM pairs
  UNION ALL BY NAME
  SELECT
    origin,
    third.target,
    list_append(walked, third.edge) AS walked,
    has_soft_step OR third.is_soft AS has_soft_step,
    least(weakest_rank, third.rank) AS weakest_rank,
    carried * third.usd_share AS carried,
    least(pairs.voices, third.voices) AS voices
  FROM pairs
  JOIN arcs AS third ON third.source = pairs.target
    AND third.target <> pairs.origin AND third.target <> pairs.middle
), ranked AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY origin, target
      ORDER BY len(walked), has_soft_step, carried DESC NULLS LAST, weakest_rank DESC, voices DESC,
        walked
    ) AS place
  FROM walks
  QUALIFY place <= 3
), told AS (
  SELECT
    ranked.*,
    first.customer_id,
    first.customer,
    [first.supplier_id, second.supplier_id, third.supplier_id][:len(walked)] AS supplier_ids,
    [first.supplier, second.supplier, third.supplier][:len(walked)] AS suppliers,
    [first.step, second.step, third.step][:len(walked)] AS steps,
    greatest(first.first_seen, second.first_seen, third.first_seen) AS known_since,
    first.listed_ids || second.listed_ids || coalesce(third.listed_ids, []) AS fact_ids
  FROM ranked
  JOIN edges AS first ON first.edge = walked[1]
  JOIN edges AS second ON second.edge = walked[2]
  LEFT JOIN edges AS third ON third.edge = walked[3]
), direct AS (
  SELECT customer_id, supplier_id FROM vendor_dependency_as_of(as_of)
)
SELECT
  told.customer_id,
  customer,
  supplier_ids[-1] AS supplier_id,
  suppliers[-1] AS supplier,
  suppliers[:-2] AS through,
  customer || ' → ' || array_to_string(suppliers, ' → ') AS path,
  [told.customer_id] || supplier_ids AS party_ids,
  len(walked) AS length,
  steps,
  round(carried, 6) AS usd_share_carried,
  ladder.word AS weakest_firmness,
  has_soft_step,
  direct.supplier_id IS NOT NULL AS is_direct,
  place,
  known_since,
  voices,
  fact_ids
FROM told
JOIN firmness_ladder AS ladder ON ladder.rank = weakest_rank
LEFT JOIN direct
  ON direct.customer_id = told.customer_id AND direct.supplier_id = supplier_ids[-1]
ORDER BY customer, supplier, told.customer_id, supplier_ids[-1], place
