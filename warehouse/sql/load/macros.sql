-- The host stands in for a publisher without a name, the source for a document without an address.
CREATE OR REPLACE MACRO publisher_name(publisher, url, source_id) AS coalesce(
  nullif(trim(publisher), ''),
  nullif(regexp_extract(url, '^https?://(?:www\.)?([^/:]{1,253})', 1), ''),
  source_id
)
