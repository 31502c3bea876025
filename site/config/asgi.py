"""ASGI entry point: `config.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()

# Needs the apps loaded. Only processes that serve requests come here, so commands and tests send nothing.
from openday.mail.background import serve_here  # noqa: E402

serve_here()
