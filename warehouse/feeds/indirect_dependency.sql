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
-- fact_ids: The facts behind all steps.
WITH edges AS MATERIALIZED (
  SELECT
    pair.*,
    ladder.rank,
    coalesce(ladder.grade = 'soft', false) AS is_soft,
    customer || ' → ' || supplier || ': ' || coalesce(
      nullif(concat_ws(', ',
        replace(list_aggregate(roles, 'string_agg', ' and '), '_', ' '),
        value_in_words(committed_usd_high, 'USD'),
        value_in_words(gigawatts_high * 1e9, 'W'),
        value_in_words(units_high, 'count') || ' units'
      ), ''), 'named together') AS step
  FROM vendor_dependency_as_of(as_of) AS pair
  JOIN firmness_ladder AS ladder ON ladder.word = pair.firmness
  QUALIFY row_number() OVER (
    ORDER BY is_soft, committed_usd_high DESC NULLS LAST, gigawatts_high DESC NULLS LAST,
      voices DESC, customer_id, supplier_id
  ) <= threshold('path_edges')
), walks AS (
  SELECT first.customer_id, [first, second] AS walked, second.supplier_id
  FROM edges AS first
  JOIN edges AS second ON second.customer_id = first.supplier_id
  WHERE second.supplier_id <> first.customer_id
), longer AS (
  FROM walks
  UNION ALL
  SELECT walks.customer_id, walks.walked || [third], third.supplier_id
  FROM walks
  JOIN edges AS third ON third.customer_id = walks.supplier_id
  WHERE third.supplier_id <> walks.customer_id
    AND third.supplier_id <> walks.walked[1].supplier_id
), weighed AS (
  SELECT
    *,
    list_bool_or([step.is_soft for step in walked]) AS has_soft_step,
    list_min([step.rank for step in walked]) AS weakest_rank,
    CASE WHEN list_bool_and([step.usd_share IS NOT NULL for step in walked])
      THEN list_product([step.usd_share for step in walked]) END AS carried,
    list_min([step.voices for step in walked]) AS voices
  FROM longer
), ranked AS (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY customer_id, supplier_id
      ORDER BY len(walked), has_soft_step, carried DESC NULLS LAST, weakest_rank DESC,
        voices DESC, [step.supplier_id for step in walked]
    ) AS place
  FROM weighed
  QUALIFY place <= 3
)
SELECT
  ranked.customer_id,
  walked[1].customer AS customer,
  ranked.supplier_id,
  walked[-1].supplier AS supplier,
  [step.supplier for step in walked[:-2]] AS through,
  list_aggregate([walked[1].customer] || [step.supplier for step in walked], 'string_agg', ' → ')
    AS path,
  [ranked.customer_id] || [step.supplier_id for step in walked] AS party_ids,
  len(walked) AS length,
  [step.step for step in walked] AS steps,
  round(carried, 6) AS usd_share_carried,
  ladder.word AS weakest_firmness,
  has_soft_step,
  direct.supplier_id IS NOT NULL AS is_direct,
  place,
  list_max([step.first_seen for step in walked]) AS known_since,
  ranked.voices,
  list_sort(list_distinct(flatten([step.fact_ids for step in walked]))) AS fact_ids
FROM ranked
JOIN firmness_ladder AS ladder ON ladder.rank = weakest_rank
LEFT JOIN vendor_dependency_as_of(as_of) AS direct
  ON direct.customer_id = ranked.customer_id AND direct.supplier_id = ranked.supplier_id
ORDER BY customer, supplier, ranked.customer_id, ranked.supplier_id, place
