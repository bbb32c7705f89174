-- A body met twice is one page: its first fetch stands.
INSERT INTO pages BY NAME
SELECT * FROM incoming_pages
QUALIFY row_number() OVER (PARTITION BY page_id ORDER BY fetched_at, source_id, url) = 1
ORDER BY fetched_at, page_id
