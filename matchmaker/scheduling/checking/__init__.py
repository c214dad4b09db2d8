"""What the independent checker holds a timetable against."""
