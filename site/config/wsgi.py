"""WSGI entry point: `config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Needs the apps loaded. Only processes that serve requests come here, so commands and tests send nothing.
from openday.mail.background import serve_here  # noqa: E402

serve_here()
