"""From a draft to the timetable of the fair: the last check, the messages, the versions."""
