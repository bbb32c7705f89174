INSERT INTO pages BY NAME
FROM incoming_pages
ORDER BY fetched_at, page_id
