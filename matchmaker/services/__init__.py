"""What people do: one function for each deed. None commits, none reads the clock or the request."""
