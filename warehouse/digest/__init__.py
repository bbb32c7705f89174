"""The weekly digest: what changed, each line with its sentence, in four formats."""
