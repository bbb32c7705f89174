"""One module a kind of claim; each a spaCy component that adds to ``doc._.claims``."""
