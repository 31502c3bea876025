"""Demo content of the pages: `fill` may run any number of times, and leaves alone what an editor changed."""

from home.demo.build import fill

__all__ = ["fill"]
