-- The host stands in for a publisher without a name, the source for a document without an address.
CREATE OR REPLACE MACRO publisher_name(publisher, url, source_id) AS coalesce(
  nullif(trim(publisher), ''),
  nullif(regexp_extract(url, '^https?://(?:www\.)?([^/:]{1,253})', 1), ''),
  source_id
);
-- Whatever one owner publishes is one voice.
CREATE OR REPLACE MACRO owned_group(name) AS coalesce(
  (SELECT lower(any_value(owned.publisher_group)) FROM publisher_groups AS owned
   WHERE lower(owned.publisher) = lower(name)),
  lower(name)
);
CREATE OR REPLACE MACRO publisher_group(publisher, url, source_id) AS
  owned_group(publisher_name(publisher, url, source_id));
