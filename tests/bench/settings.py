"""Production settings with one exception: the captcha asks for the word "test", which a program can answer."""

import os

from config import settings as portal

vars().update({name: getattr(portal, name) for name in dir(portal) if name.isupper()})

CAPTCHA = "test"
# What a page costs when it is drawn can only be measured where none is kept.
PAGE_SECONDS = float(os.environ.get("PAGE_SECONDS", portal.PAGE_SECONDS))
ROOT_URLCONF = "tests.bench.urls"
INSTALLED_APPS = [*portal.INSTALLED_APPS, "tests.bench"]
