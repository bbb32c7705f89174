-- The table answers for every time after the last recording; the past is aggregated anew.
CREATE OR REPLACE MACRO facts_as_of(as_of) AS TABLE
SELECT * FROM facts
WHERE as_of >= (SELECT coalesce(max(recorded_at), '-infinity') FROM claims)
UNION ALL
SELECT * FROM told_facts(
  as_of, if(as_of < (SELECT max(recorded_at) FROM claims), 'infinity'::TIMESTAMP, '-infinity')
);
COMMENT ON MACRO TABLE facts_as_of IS
  'The facts with the evidence recorded by the given time (UTC) and the identities of today.'
