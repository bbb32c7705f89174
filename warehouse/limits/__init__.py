"""Whether a claimed number can be true: verdicts against shipping parts, the trend and physics.

Belongs here: the constants and chips that verdicts rest on (data files, a source for each figure),
the formulas that follow from them, the rule, and the mapping from claims to what is judged.
Does not belong here: reading text, SQL, the network, the clock.
"""
