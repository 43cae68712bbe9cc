"""Bytes from strangers to fingerprints, in processes that can do nothing else.

`pool.py` runs beside the product and never touches a picture; `worker.py` is the process that does. What it
answers is read as strictly as what it was given: a worker that a picture has taken over is a stranger too.
"""
