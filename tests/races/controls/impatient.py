"""The portal that answers a refused POST without reading it to its end."""

from config.wsgi import application
from openday.intake import middleware

__all__ = ["application"]

middleware.MOST_THROWN_AWAY = 0
