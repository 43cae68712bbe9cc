"""Test vectors for whoever writes fingerprints anew: `python -m bench.vectors` writes docs/vectors/."""
