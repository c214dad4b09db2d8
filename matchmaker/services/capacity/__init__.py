"""How many tables, which slots: advice before anything is settled."""
