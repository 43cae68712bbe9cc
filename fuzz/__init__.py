"""Hostile bytes against every reader of bytes in fingerprints and matching: `make fuzz`, `python -m fuzz`."""
