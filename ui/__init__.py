"""The web interface of the reviewer."""
