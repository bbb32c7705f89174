-- tellings: One row per claim with the fact that it tells, in which article and under which voice; evidence without the words.
-- fact_id: The fact.
-- claim_id: The claim.
-- article_id: The article.
-- voice: Under which voice the article counts: copies of a text are one voice; null where a machine wrote it.
-- asserts: Whether the claim asserts the fact; false where it denies it.
SELECT fact_id, claim_id, article_id, voice, stance = 'asserts' AS asserts
FROM evidence
WHERE recorded_at <= as_of
