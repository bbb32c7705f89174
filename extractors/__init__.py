"""From bytes to an article, from an article to claims.

Belongs here: pure functions and spaCy components, each of which can be used alone.
Does not belong here: the network, a database, anything that needs a second article.
"""
