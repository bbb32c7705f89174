"""From claims to facts: who is meant, which claims say the same, how facts relate.

Belongs here: pure functions of the set of claims, of the registry and of the thresholds.
Does not belong here: reading text, and anything that SQL can aggregate from ``fact_claims``.
"""
