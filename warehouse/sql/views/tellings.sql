-- tellings: One row per claim of a fact: in which article it is told, and under which voice. What it says, and its id, stand in evidence.
-- fact_id: The fact.
-- article_id: The article.
-- voice: Under which voice the article counts: copies of a text are one voice; null where a machine wrote it.
-- asserts: Whether the claim asserts the fact; false where it denies it.
SELECT placed.fact_id, claim.article_id, article.voice, placed.stance = 'asserts' AS asserts
FROM fact_claims AS placed
JOIN claims AS claim USING (claim_id)
JOIN articles AS article USING (page_id)
WHERE claim.recorded_at <= as_of
