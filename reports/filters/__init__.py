"""What the lists can be narrowed by, a file for each list."""
