"""Rooms of the Matrix network that anybody may read: read without joining, never written to."""
