CREATE OR REPLACE MACRO threshold(wanted) AS (SELECT value FROM thresholds WHERE name = wanted);
CREATE OR REPLACE MACRO root_of(entity) AS (SELECT root_id FROM entities WHERE entity_id = entity);
CREATE OR REPLACE MACRO iso_week(day) AS strftime(day, '%G-W%V');
