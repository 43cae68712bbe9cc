"""How much of a photograph does its fingerprint give away? A lower bound: `python -m bench.leak`."""
