"""Lists as tables, a file for each list."""
