"""What reasons and prices are made of."""
