"""Who meets whom, and when: a library that knows neither the web nor the database."""
