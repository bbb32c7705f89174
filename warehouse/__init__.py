"""DuckDB: tables, loading, resolving claims into facts, feeds, verdicts, what people open.

Belongs here: everything between extracted claims and the published file, as pure functions of
pages, claims, registry and clock. Does not belong here: reading text, the network, Dagster.
"""
