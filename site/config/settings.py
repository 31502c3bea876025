"""All settings of the portal, in one file, read strictly from the environment.

CONTRACT: the variables named here are what operators rely on (README, docs/operations).
`make run` writes a `.env` beside manage.py once; in production the service manager sets the variables.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from config import environment, errors, object_storage

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"
environment.load_env_file(ROOT / ".env")

# ---- The installation -------------------------------------------------------

DEBUG = environment.flag("DEBUG")
TEST_MODE = environment.flag("TEST_MODE")
SECRET_KEY = environment.text("SECRET_KEY", shape="a random text of 50 characters or more (`make run` writes one to .env)")
if len(SECRET_KEY) < 50 and not (DEBUG or TEST_MODE):
    raise ImproperlyConfigured("SECRET_KEY is too short: it should be a random text of 50 characters or more.")
# Encryption keys of personal data, newest first; each is 32 bytes in URL-safe base64.
FIELD_KEYS = environment.words(
    "FIELD_KEYS", shape="one or more keys of 44 characters as `openssl rand -base64 32 | tr +/ -_` prints, newest first"
)
# Keys that seal the public register, newest first, in the same form; without any, one is derived from SECRET_KEY.
REGISTER_KEYS = environment.words("REGISTER_KEYS", shape="one or more keys of 44 characters, as FIELD_KEYS", default="")
BASE_URL = environment.base_url("BASE_URL")
_HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", shape="host names, separated by commas", default=BASE_URL.split("://")[1].split(":")[0])
CSRF_TRUSTED_ORIGINS = [BASE_URL]
# How many reverse proxies of ours stand in front; that many X-Forwarded-For entries are believed.
TRUSTED_PROXIES = environment.number("TRUSTED_PROXIES", at_least=0, at_most=5, default=0)

# ---- Rooms, bottom floor last ----------------------------------------------------

INSTALLED_APPS = [
    # For its commands: backup and restore.
    "config",
    "openday.oversight",
    "openday.registrations",
    "openday.events",
    "home",
    "openday.mail",
    "openday.intake",
    "openday.accounts",
    "openday.language",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.contrib.frontend_cache",
    "wagtail.embeds",
    "wagtail.sites",
    "openday.accounts.apps.StaffUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "modelcluster",
    "django_filters",
    "phonenumber_field",
    "django_recaptcha",
    "csp",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "config.health.answer_probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "home.kept_answers.keep_answers",
    "home.middleware.PublicGZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "home.middleware.public_cache",
    "home.content_policy.ContentPolicy",
    "home.content_policy.staff_policy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "openday.language.middleware.LanguageMiddleware",
    "openday.language.middleware.fresh_glossary",
    "openday.language.middleware.TraditionalMiddleware",
    "openday.intake.middleware.request_guard",
    "django.middleware.common.CommonMiddleware",
    "home.middleware.PageFinder",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "openday.accounts.middleware.StillInUse",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "openday.events.middleware.OwnOpenDayPages",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# ---- Data -----------------------------------------------------------------------

DATABASES = {
    "default": environment.parsed(
        "DATABASE_URL",
        environ.Env.db_url_config,
        shape="an address such as postgres://user:password@host:5432/name or sqlite:////path/to/file",
        default=f"sqlite:///{ROOT / 'var' / 'portal.sqlite3'}",
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    (ROOT / "var").mkdir(exist_ok=True)
    # A new connection reads the whole schema: 3 ms of every request. Not for longer than a minute, so that a file
    # that was restored is soon the one in use.
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    # SQLite's default mode takes the write lock at the first write and fails at once when
    # another connection got there in between: 493 of 600 simultaneous requests died. IMMEDIATE
    # takes it at BEGIN and waits its turn.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
            "PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
        ),
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 600)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": environment.parsed(
        "CACHE_URL",
        environ.Env.cache_url_config,
        shape="an address such as redis://127.0.0.1:6379/0 or locmemcache://",
        default="locmemcache://portal",
    ),
    # Finished answers for everybody, in each process (home/kept_answers.py): 24 of 20 KB.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 24}},
}

if CACHES["default"]["BACKEND"].endswith(".RedisCache"):
    CACHES["default"]["BACKEND"] = "openday.intake.redis_cache.RedisCache"
if CACHES["default"]["BACKEND"].endswith("LocMemCache"):
    # Used proofs and counters live here: the default of 300 entries would forget them within a minute.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 50_000}

MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", shape="a folder", default=ROOT / "media"))
PRIVATE_ROOT = Path(environment.text("PRIVATE_ROOT", shape="a folder", default=ROOT / "var" / "private"))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "home.assets.JoinedStaticFilesStorage"},
    # Pictures that citizens send lie outside /media/: a view that checks who asks is the only way to them.
    "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": PRIVATE_ROOT}},
}
STORAGES |= object_storage.storages("MEDIA_URL_STORAGE")
STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "var" / "static"
STATICFILES_DIRS = [SITE / "static"]
MEDIA_URL = "/media/"
WHITENOISE_MAX_AGE = 31_536_000
if DEBUG or TEST_MODE:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_MAX_AGE = 0
    # WhiteNoise warns about a missing folder; with finders it stays empty.
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# ---- Who signs in ------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
CSRF_FAILURE_VIEW = "home.errors.csrf_failure"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if _HTTPS:
    # A browser takes a cookie of this name from this very host and over HTTPS only, so no neighbour can plant one.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# ---- Languages -----------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
# Traditional is a rendering of Simplified, not a second tree (docs/decisions).
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]
# The second fills the gaps of Wagtail's own Chinese.
LOCALE_PATHS = [SITE / "locale", SITE / "locale-wagtail"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
# One clock for all staff: with a choice of 600 zones a session is soon shown at an hour nobody meant.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

# ---- Letters ----------------------------------------------------------------------------

_MAIL = environment.email("EMAIL_URL", ROOT, default=f"filemail://{ROOT / 'var' / 'letters'}")
vars().update(_MAIL)
LETTER_TRANSPORT: str = _MAIL["LETTER_TRANSPORT"]
# Per answer of the server; a letter takes at most six of them, well within its claim.
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", shape="an email address", default="openday@example.org")
SMS_URL = environment.text("SMS_URL", shape="console://, file:///path or the http(s) address of a gateway", default="console://")
SMS_TOKEN = environment.text("SMS_TOKEN", shape="the bearer token of the gateway", default="")
SMS_TEMPLATE = environment.text("SMS_TEMPLATE", shape="JSON with {to} and {text} in it", default='{"to": "{to}", "text": "{text}"}')
# Without a worker the web process delivers; set 0 where `manage.py worker` runs.
LETTERS_IN_PROCESS = environment.flag("LETTERS_IN_PROCESS", default=True)
# Who writes: a function of (site id, language) in a room above the letters.
LETTERHEAD = "home.face.names"
METRICS_TOKEN = environment.text("METRICS_TOKEN", shape="a random text", default="")

# Where errors are reported; nothing leaves the house without it.
SENTRY_DSN = environment.text("SENTRY_DSN", shape=errors.SHAPE, default="")
errors.report_to(SENTRY_DSN)

# ---- Guards -------------------------------------------------------------------------------

CAPTCHA = environment.choice("CAPTCHA", {"altcha", "recaptcha", "test"}, default="altcha")
if CAPTCHA == "test" and not (DEBUG or TEST_MODE):
    raise ImproperlyConfigured("CAPTCHA is 'test', which anyone can answer: it needs DEBUG=1 or TEST_MODE=1.")
# W019: the page preview of the staff area is a frame of our own.
SILENCED_SYSTEM_CHECKS = ["django_recaptcha.recaptcha_test_key_error", "security.W019"]
if CAPTCHA == "recaptcha":
    RECAPTCHA_PUBLIC_KEY = environment.text("RECAPTCHA_PUBLIC_KEY", shape="the site key of reCAPTCHA")
    RECAPTCHA_PRIVATE_KEY = environment.text("RECAPTCHA_PRIVATE_KEY", shape="the secret key of reCAPTCHA")
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 3
RECAPTCHA_DOMAIN = environment.text("RECAPTCHA_DOMAIN", shape="a host name", default="www.recaptcha.net")

# Courtesy limits of the registration form. Thousands of people share one address behind the gateways of
# mobile networks, so that the second one is wide; 0 means none (tests register from one address).
REGISTRATIONS_PER_CONTACT_AND_HOUR = environment.number("REGISTRATIONS_PER_CONTACT_AND_HOUR", at_least=1, at_most=10_000, default=10)
REGISTRATIONS_PER_ADDRESS_AND_HOUR = environment.number(
    "REGISTRATIONS_PER_ADDRESS_AND_HOUR", at_least=0, at_most=1_000_000, default=0 if TEST_MODE else 600
)
# Whole hours of the site's own zone between which a visitor can be expected to answer an offer of places; text messages wait for them.
WAKING_FROM = environment.number("WAKING_FROM", at_least=0, at_most=22, default=8)
WAKING_UNTIL = environment.number("WAKING_UNTIL", at_least=WAKING_FROM + 1, at_most=24, default=21)

SECURE_SSL_REDIRECT = _HTTPS
# Probes come from inside, over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 63_072_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "SAMEORIGIN"
_CAPTCHA_HOSTS = [f"https://{RECAPTCHA_DOMAIN}", "https://www.gstatic.cn"] if CAPTCHA == "recaptcha" else []
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, *_CAPTCHA_HOSTS],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": _CAPTCHA_HOSTS or [NONE],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb", "interest-cohort")
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# ---- Wagtail ---------------------------------------------------------------------------------

# How long a process may keep names, site and home pages in memory (home/remembered.py).
REMEMBER_SECONDS = 0 if TEST_MODE else 10
# How long a process answers the same public address from memory (home/kept_answers.py).
PAGE_SECONDS = 0 if TEST_MODE else 1
WAGTAIL_SITE_NAME = gettext_lazy("Laboratory open days")
WAGTAILADMIN_BASE_URL = BASE_URL
# 政府信息公开条例 article 26: within 20 working days after the information came into being.
MONTHLY_REPORT_WORKING_DAYS = 20
# When a page counts as stale, and how long a message may wait (FEATURES O15: three months). Proposals, not quotations.
WEBSITE_CHECKS = {"home_days": 14, "column_days": 180, "message_months": 3}
# What may be done with the files under /open-data/: name the authority, and do what you like.
OPEN_DATA_LICENCE = environment.text(
    "OPEN_DATA_LICENCE", shape="the address of a licence", default="https://creativecommons.org/licenses/by/4.0/"
)
OPEN_DATA_LICENCE_NAME = environment.text("OPEN_DATA_LICENCE_NAME", shape="its short name", default="CC BY 4.0")
WAGTAILIMAGES_IMAGE_MODEL = "home.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "home.image_forms.SiteImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "home.SiteDocument"
# Also from a bucket: a redirect would lead to a file that has no public address.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "mp4", "pdf", "pptx", "txt", "vtt", "webm", "xlsx", "zip"]
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_AVIF_QUALITY = 60
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "home.search.backend"}}
# The admin must not call gravatar.com or wagtail.org: nothing leaves our own host.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILADMIN_COMMENTS_ENABLED = True
# A translation that is just begun repeats the Chinese text: an editor publishes it when it is written.
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # One line per indexed page, and fifty per printed ticket, say nothing to an operator.
    "loggers": {"django_tasks": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
