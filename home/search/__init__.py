"""Search for readers: what they typed, what is found, and why it was found."""

from home.search.pages import KINDS, LONGEST, Found, find, read_query, suggest

__all__ = ["KINDS", "LONGEST", "Found", "find", "read_query", "suggest"]
