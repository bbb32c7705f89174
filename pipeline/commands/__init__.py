"""What the commands of ``gigawatch`` do, one file a command; ``pipeline.cli`` only parses."""
