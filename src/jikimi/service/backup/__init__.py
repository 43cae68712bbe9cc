"""Backups: copies of the database that hold no key, checked when they are made and before they are used.

A backup of SQLite is a SQLite file, one of PostgreSQL an archive of pg_dump, either of them as it is or
inside an age file. Standard tools open all of them.
"""
