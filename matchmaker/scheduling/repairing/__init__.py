"""The stages from what was published to the fewest changes, in the order of ``repair.py``."""
