"""A network of hosts that behave badly, and what must come of each behaviour."""
