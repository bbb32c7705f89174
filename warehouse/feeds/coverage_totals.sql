-- coverage_totals: How much of the field's largest announced agreements the warehouse holds, by count, dollars and watts: in all, by kind of agreement, by payer and by year. An agreement of several payers stands under each.
-- scope: all, role, payer or year.
-- part: Which role (capacity for power), payer or year; all of all.
-- agreements: Number of agreements in the ledger.
-- held_amount: Number that are held with their amount.
-- held_relation: Number of which only the relation is held.
-- in_review: Number that only facts in review tell.
-- absent: Number that no fact tells.
-- share_held: Share held with the amount, 0 to 1, by count.
-- share_known: Share held with the amount or as a relation, 0 to 1, by count.
-- usd: Dollars announced, upper bounds; null where none are money. Not a sum of commitments: some are on options, and one dollar may go through two of them.
-- usd_held: Those of the agreements held with their amount.
-- usd_share_held: Share of the dollars held, 0 to 1.
-- watts: Watts announced, upper bounds; null where none are power.
-- watts_held: Those of the agreements held with their amount.
-- watts_share_held: Share of the watts held, 0 to 1.
-- fact_ids: The facts behind what is held, in review or not.
WITH listed AS MATERIALIZED (
  SELECT * FROM coverage_as_of(as_of)
), parts AS (
  SELECT *, 'all' AS scope, 'all' AS part FROM listed
  UNION ALL
  SELECT *, 'role', coalesce(role, kind) FROM listed
  UNION ALL
  SELECT *, 'year', year(announced_on)::VARCHAR FROM listed
  UNION ALL
  SELECT paid.* EXCLUDE (payer_id), 'payer', owner.name
  FROM (SELECT *, unnest(payer_ids) AS payer_id FROM listed) AS paid
  JOIN entities AS owner ON owner.entity_id = payer_id
)
SELECT
  scope,
  part,
  count(*) AS agreements,
  count(*) FILTER (held_as = 'amount') AS held_amount,
  count(*) FILTER (held_as = 'relation only') AS held_relation,
  count(*) FILTER (held_as = 'in review') AS in_review,
  count(*) FILTER (held_as = 'absent') AS absent,
  round(held_amount / count(*), 4) AS share_held,
  round((held_amount + held_relation) / count(*), 4) AS share_known,
  sum(coverage.usd) AS usd,
  sum(coverage.usd_held) AS usd_held,
  round(sum(coverage.usd_held) / nullif(sum(coverage.usd), 0), 4) AS usd_share_held,
  sum(coverage.watts) AS watts,
  sum(coverage.watts_held) AS watts_held,
  round(sum(coverage.watts_held) / nullif(sum(coverage.watts), 0), 4) AS watts_share_held,
  list_sort(list_distinct(flatten(list(fact_ids)))) AS fact_ids
FROM parts AS coverage
GROUP BY scope, part
ORDER BY scope, agreements DESC, part
