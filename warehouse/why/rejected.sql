-- Claims that a person rejected, by the beginning of their ids.
SELECT claim_id, quote, told
FROM claims
JOIN claim_judgements USING (claim_id)
WHERE judged = 'rejected' AND verb = 'reject' AND starts_with(claim_id, $given)
ORDER BY claim_id
LIMIT 1
