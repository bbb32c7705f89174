"""What waits for a person, by how much it matters: asked of a published warehouse.

Belongs here: the queries, one ``.sql`` file a kind of item, and how their answers are weighed.
"""
