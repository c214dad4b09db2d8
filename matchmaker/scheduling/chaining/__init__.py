"""How the changes of a repair hang together (chains.py)."""
