"""Equal treatment, as one schedule shows it: for organisers, and for whoever asks them to account for it."""
