"""The whole state out of the house and in again: `manage.py backup`, `manage.py restore`.

A backup is a folder: one file of the database, every uploaded file, and a manifest that is written last. Keys are not in it.
Why it looks like this: docs/decisions/0007.
"""


class Refused(Exception):
    """Why nothing was begun: one sentence for the operator. Nothing was changed."""


class Failed(Exception):
    """What broke half way: one sentence for the operator."""
