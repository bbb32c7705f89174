"""From claims to facts, feeds, snapshots and the digest, in DuckDB.

Belongs here: tables, SQL, resolving claims into facts, physics, what people open.
Does not belong here: fetching, reading text, Dagster.
"""
