"""What others would use: each fills a fair within a time limit, and its timetable is checked like ours."""
