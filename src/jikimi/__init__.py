"""Jikimi finds a photograph, and what was made from it, and sees to it that it is taken down."""

__version__ = "0.1.0"
