"""What a what-if may change, and what must be held meanwhile."""
