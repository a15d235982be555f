"""The chat widget for other people's pages: written in Python, compiled and bundled into one JavaScript file."""
