-- Pages that stand and are to be held no more, as they were fetched first or as they were read.
SELECT page_id FROM pages ANTI JOIN listed_pages USING (page_id, fetched_at, source_id, url)
UNION ALL
SELECT page_id FROM articles ANTI JOIN incoming_articles USING (page_id)
LIMIT 1
