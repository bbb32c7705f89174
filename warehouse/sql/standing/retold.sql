-- Which facts the articles tell now of which something was taken out or placed.
INSERT INTO retold
SELECT article_id, root FROM standing.placements
WHERE article_id IN (SELECT article_id FROM retold UNION SELECT article_id FROM incoming_placements)
