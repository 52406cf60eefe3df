"""Tables, databases, and keys: what is kept, and how it is closed.

Every tenant-scoped row bears the municipality. ORM selects are scoped by a guard that fails closed
(`database.py`); Core statements of the hot path name the municipality themselves, and a lint of the emitted SQL
in the tests holds them to it.
"""
