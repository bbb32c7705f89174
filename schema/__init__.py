"""The vocabulary of Gigawatch: what a page, an article, a claim, a fact and an entity are.

Belongs here: value types, their words and units, and the registry of names with its data files.
Does not belong here: reading text, a database, the network.
"""
