-- Where nothing stood, every article is touched, and no claim was told before.
CREATE OR REPLACE TEMP TABLE touched_articles AS SELECT article_id FROM incoming_copies;

CREATE OR REPLACE TEMP TABLE former_claims AS
SELECT claim_id, page_id, kind, quote FROM claims LIMIT 0;

INSERT INTO standing.copies SELECT article_id, followed FROM incoming_copies
