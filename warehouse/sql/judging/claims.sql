-- The claims of judged articles, as they were read.
SELECT claim.*, judged.addresses
FROM claims AS claim
JOIN judged_articles AS judged USING (article_id)
ORDER BY claim.claim_id
