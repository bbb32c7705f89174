-- A statement found in several versions of an article is one claim: the first version's.
INSERT INTO claims BY NAME
WITH said AS (
  SELECT
    claim.*,
    article.published,
    article.recorded_at,
    least(coalesce(article.published, article.recorded_at::DATE), article.recorded_at::DATE)
      AS told_on,
    bool_or(article.is_latest) OVER (PARTITION BY claim.statement_id) AS is_current,
    row_number() OVER (
      PARTITION BY claim.statement_id ORDER BY article.version, claim.char_start, claim.claim_id
    ) AS telling
  FROM incoming_claims AS claim
  JOIN articles AS article USING (page_id)
  WHERE article.article_id IN (SELECT article_id FROM touched_articles)
)
SELECT * EXCLUDE (telling) FROM said
WHERE telling = 1
ORDER BY recorded_at, page_id, char_start, claim_id;

CREATE OR REPLACE TEMP TABLE fresh_claims AS
SELECT claim_id FROM claims SEMI JOIN touched_articles USING (article_id)
