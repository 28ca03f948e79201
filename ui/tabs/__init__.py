"""One tab a file; each builds its components inside the Blocks it is called in."""
