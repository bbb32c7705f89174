"""Why a fact stands: its whole chain, from the number to the sentences, as words and as a page."""
