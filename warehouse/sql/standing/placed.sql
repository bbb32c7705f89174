-- New places of statements, in the place of those that were taken out; and which facts each of
-- their articles tells, or told.
CREATE OR REPLACE TEMP TABLE retold AS
SELECT article_id, root AS leader FROM standing.placements WHERE claim_id IN (FROM taken);

DELETE FROM standing.placements WHERE claim_id IN (FROM taken);
DELETE FROM standing.offers WHERE claim_id IN (FROM taken);
DELETE FROM standing.asks WHERE claim_id IN (FROM taken);

INSERT INTO standing.placements BY NAME FROM incoming_placements;
INSERT INTO standing.offers SELECT claim_id, turn, unnest(numbers) FROM incoming_offers;
INSERT INTO standing.asks SELECT claim_id, turn, unnest(numbers) FROM incoming_asks;

INSERT INTO retold
SELECT article_id, root FROM standing.placements
WHERE article_id IN (SELECT article_id FROM retold UNION SELECT article_id FROM incoming_placements)
