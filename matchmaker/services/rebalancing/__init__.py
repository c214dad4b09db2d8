"""What has happened becomes the draft with the fewest changes."""
