"""WSGI entry point: `config.wsgi:application`."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

# Needs the apps loaded. Only processes that serve requests come here, so commands and tests send nothing.
from openday.mail.background import serve_here  # noqa: E402

serve_here()

# Half a million objects are loaded by now and stay until the end. Python would look through them again and again for
# rings of garbage: after every 700 new objects at the youngest, while a page alone makes thousands.
gc.collect()
gc.freeze()
# What lives while they look is passed over until the fifth time: rarer, and each process keeps some megabytes of garbage.
gc.set_threshold(20_000, 5, 5)
