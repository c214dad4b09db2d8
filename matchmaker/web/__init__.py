"""Pages: a blueprint for each kind of person, and the shell that all of them stand in."""
