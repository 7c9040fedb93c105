"""What each source says of a quantity, what the others leave for it, and the fewest claims to suspect."""
