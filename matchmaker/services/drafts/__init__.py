"""Drafts: made, copied, changed by hand or by the scheduler, shown to the directorates."""
