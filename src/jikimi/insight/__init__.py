"""Figures that can be shown to others: what was asked, what came of it, how long it took; nobody in them."""
