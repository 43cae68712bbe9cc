"""What laws and platforms demand, as data: checked when it is loaded, before it misleads."""
