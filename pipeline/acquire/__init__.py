"""Getting pages: one file a kind of source, one polite fetcher for all that use the network."""
