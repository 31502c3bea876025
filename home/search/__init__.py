"""Search for readers: what they typed, what is found, and why it was found."""

from home.search.found import LONGEST, Found, find, read_query, suggest

__all__ = ["LONGEST", "Found", "find", "read_query", "suggest"]
