"""The stages from a problem to its best timetable, in the order of ``solve.py``."""
