-- What was taken out, and which facts its articles told.
CREATE OR REPLACE TEMP TABLE retold AS
SELECT article_id, root AS leader FROM standing.placements WHERE claim_id IN (FROM taken);

DELETE FROM standing.placements WHERE claim_id IN (FROM taken);
DELETE FROM standing.offers WHERE claim_id IN (FROM taken);
DELETE FROM standing.asks WHERE claim_id IN (FROM taken)
