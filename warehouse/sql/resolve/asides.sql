-- The parties of payments, and whether their own sentence names them.
CREATE TEMP TABLE parties_told AS
SELECT
  party.claim_id,
  party.role,
  party.position,
  claim.role AS paid_for,
  coalesce(party.char_start BETWEEN claim.char_start AND claim.char_end - 1, false)
    OR contains(claim.quote, party.written) AS is_inside,
  -- "It will pay", "buys from the company": a word stands for who is named in a sentence before.
  party.char_start IS NOT NULL AND NOT is_inside AND NOT regexp_matches(
    claim.quote,
    if(
      party.role = 'subject',
      '(?i)\b((it|they|we|he|she) ([a-z]+ed|[a-z]+s|have|had|will|would|may|can|could|are|were)\b|',
      '(?i)\b(from|to|with) ((it|them|us)\b|'
    ) || 'the ([a-z-]+ ){0,2}(company|firm|start-?up|lab|maker|chipmaker|group|giant|developer'
    || '|operator|provider|utility)([^\w''’-]|$))'
  ) AS is_outside
FROM claims AS claim
JOIN claim_parties AS party USING (claim_id)
WHERE claim.kind = 'deal' AND claim.judged IS NULL AND claim.claim_id IN (FROM fresh_claims);

-- Who shares a payment is named with the others: of one side, some in the sentence and some outside,
-- those outside have no part in it.
UPDATE claim_parties AS party
SET is_aside = true
FROM parties_told AS far
JOIN (SELECT DISTINCT claim_id, role FROM parties_told WHERE is_inside) AS near
  USING (claim_id, role)
WHERE far.is_outside
  AND party.claim_id = far.claim_id AND party.role = far.role AND party.position = far.position;

-- Money for goods and services names both sides in one breath. Who is found in another sentence that
-- nothing in this one refers to, while the other side stands here, is a neighbour of the deal more often than its party: of
-- 6 such payers and payees in 89 annotated articles none was right, of 4 investors and raisers all.
UPDATE claim_parties AS party
SET is_aside = true
FROM (
  SELECT claim_id, role, any_value(paid_for) AS paid_for
  FROM parties_told
  GROUP BY claim_id, role
  HAVING bool_and(is_outside)
) AS far
JOIN (SELECT claim_id, role FROM parties_told GROUP BY ALL HAVING bool_and(is_inside)) AS near
  USING (claim_id)
WHERE far.paid_for IN ('purchase', 'lease', 'power_purchase', 'other', 'capex')
  -- Who builds for himself is often told of as "the company".
  AND NOT (far.paid_for = 'capex' AND far.role = 'subject')
  AND party.claim_id = far.claim_id AND party.role = far.role;

DROP TABLE parties_told;

-- What stands in a sentence that a payer shares with another's site: "Acme's $9 billion of spending
-- and Bolt's restart of that plant". Who neither owns nor runs a site nor has a part in its
-- programme does not pay for it.
UPDATE claim_parties AS party
SET is_aside = true
FROM (
  SELECT paid.claim_id, paid.entity_id
  FROM claims AS claim
  JOIN claim_parties AS paid ON paid.claim_id = claim.claim_id AND paid.role = 'object'
  JOIN entities AS site ON site.entity_id = paid.entity_id AND site.kind = 'site'
  LEFT JOIN entities AS programme ON programme.entity_id = site.parent
  JOIN claim_parties AS payer ON payer.claim_id = claim.claim_id AND payer.role = 'subject'
  JOIN entities AS named ON named.entity_id = payer.entity_id AND NOT named.is_candidate
  LEFT JOIN entities AS partner
    ON list_contains(site.partners || coalesce(programme.partners, []), partner.entity_id)
  WHERE claim.role = 'capex' AND claim.judged IS NULL AND claim.claim_id IN (FROM fresh_claims)
    AND site.root_id <> site.entity_id
  GROUP BY paid.claim_id, paid.entity_id
  HAVING NOT bool_or(named.root_id = site.root_id)
    AND NOT bool_or(coalesce(named.root_id = partner.root_id, false))
) AS other
WHERE party.claim_id = other.claim_id AND party.role = 'object' AND party.entity_id = other.entity_id
