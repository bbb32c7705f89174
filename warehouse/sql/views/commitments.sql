-- commitments: One row per amount of money between parties that counts in sums: totals as they are told, and rates as rate times term where their agreement tells no total. Other currencies are converted at the rate of the month before the amount was first told. A dollar stands here once; what is told and stands not here is in amounts, with the reason.
-- fact_id: The fact that gives the amount.
-- agreement_id: The agreement that it belongs to, null where only one party is known.
-- role: What the money is for.
-- payer_ids: Who pays, rolled up to owners; who is also paid is no payer.
-- payers: Their names.
-- payee_ids: Who is paid, rolled up to owners; empty where it is not told.
-- payees: Their names.
-- is_joint: Whether several payers or payees share it, so that no single one has it all.
-- usd_low: Lower bound in US dollars, null where open.
-- usd_high: Upper bound in US dollars; the lower one where open.
-- currency: The currency that it is told in.
-- told_low: Lower bound in that currency as told; of the rate where it is one.
-- told_high: Upper bound in that currency as told; of the rate where it is one.
-- usd_per_unit: US dollars for one unit of that currency, as converted here.
-- rate_day: Day of that rate of exchange, null for dollars.
-- is_derived: Whether it is a rate times a term, not told as an amount.
-- term_months: Term that a derived amount was computed with, upper bound.
-- derivation: How a derived amount comes about, in words; null where the amount is told.
-- grade: contracted, announced or soft.
-- firmness: How firm it stands.
-- when_start: First day of spending or delivery, if told.
-- when_end: Last day of spending or delivery, if told.
-- first_seen: Day on which it was first told.
-- last_seen: Day on which it was last told.
-- fact_ids: Facts behind the amount: the fact, and the one that tells the term.
SELECT * EXCLUDE (period, left_out)
FROM amounts_as_of(as_of)
WHERE left_out IS NULL
ORDER BY fact_id
