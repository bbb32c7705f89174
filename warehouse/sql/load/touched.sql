-- Articles with a version that is new, or whose text is now known to be another's.
CREATE OR REPLACE TEMP TABLE touched_articles AS
SELECT DISTINCT article_id
FROM incoming_articles
ANTI JOIN articles USING (page_id)
UNION
SELECT article_id
FROM incoming_copies AS copy
JOIN articles AS article USING (article_id)
WHERE copy.leader <> article.duplicate_group;

CREATE OR REPLACE TEMP TABLE former_claims AS
SELECT claim_id, page_id, kind, quote FROM claims SEMI JOIN touched_articles USING (article_id);

DELETE FROM claim_parties WHERE claim_id IN (SELECT claim_id FROM former_claims);
DELETE FROM claims WHERE claim_id IN (SELECT claim_id FROM former_claims);
DELETE FROM articles WHERE article_id IN (SELECT article_id FROM touched_articles);
DELETE FROM publishers;

INSERT OR REPLACE INTO standing.copies
SELECT article_id, followed FROM incoming_copies EXCEPT FROM standing.copies
