"""Delivery inside a web process when no worker runs (it comes in the next step)."""


def wake() -> None:
    """Tell the deliverer of this process that there may be something to send."""
