"""From judgements to what they change: pure functions of claims, registry and judgements.

Belongs here: which claims a judgement means, which of several holds, what it does to claims, to
names and to facts, and the record of what became of it. Does not belong here: the file of
judgements, which ``pipeline`` reads and writes.
"""
