"""What the organiser's moves are made of (moves.py): the rules at one place, and what a move changes."""
