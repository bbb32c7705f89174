-- New places of statements.
INSERT INTO standing.placements BY NAME FROM incoming_placements;
INSERT INTO standing.offers SELECT claim_id, turn, unnest(numbers) FROM incoming_offers;
INSERT INTO standing.asks SELECT claim_id, turn, unnest(numbers) FROM incoming_asks
