"""Production settings with one exception: the captcha asks for the word "test", which a program can answer."""

from config import settings as portal

vars().update({name: getattr(portal, name) for name in dir(portal) if name.isupper()})

CAPTCHA = "test"
ROOT_URLCONF = "tests.bench.urls"
INSTALLED_APPS = [*portal.INSTALLED_APPS, "tests.bench"]
