"""Notices by electronic mail: a letter a person can read, the same signed for machines, an honest receipt."""
