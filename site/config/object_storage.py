"""MEDIA_URL_STORAGE: uploads in a bucket instead of on the disk of one server.

Two prefixes of one bucket: `media/`, of which only `media/images/` may ever be read without a key, and `private/`.
"""

from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import environment

SHAPE = (
    "an address such as s3://KEY:SECRET@oss-cn-shenzhen.aliyuncs.com/bucket?region=oss-cn-shenzhen (s3+http:// for a server without TLS)"
)
_STYLES = {"auto", "path", "virtual"}
# A picture larger than this waits on the disk while it is read.
_MEMORY_BYTES = 5 * 1024 * 1024


def storages(name: str) -> dict[str, Any]:
    """What takes the place of `default` and `private` in STORAGES; empty when the variable is not set.

    Raises ImproperlyConfigured when the address is malformed or the packages are missing. The sentence never repeats the address.
    """
    if not environment.text(name, shape=SHAPE, default=""):
        return {}
    options = environment.parsed(name, _options, shape=SHAPE)
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured(
            f"{name} needs packages that are not installed: pip install --require-hashes -r requirements-extras.txt."
        )
    # The name of a picture's size holds a hash: it never changes under its name.
    forever = {"CacheControl": "public, max-age=31536000, immutable"}
    return {
        "default": {"BACKEND": "config.bucket.Bucket", "OPTIONS": {**options, "location": "media", "object_parameters": forever}},
        "private": {"BACKEND": "config.bucket.Bucket", "OPTIONS": {**options, "location": "private"}},
    }


def _options(address: str) -> dict[str, Any]:
    parts = urlsplit(address)
    asked = {key: values[-1] for key, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
    bucket = parts.path.strip("/")
    style = asked.pop("style", "auto")
    region = asked.pop("region", None)
    good = parts.scheme in {"s3", "s3+http"} and parts.hostname and parts.username and parts.password and bucket and "/" not in bucket
    if not good or asked or style not in _STYLES:
        raise ValueError
    port = f":{parts.port}" if parts.port else ""
    return {
        "endpoint_url": f"{'http' if parts.scheme == 's3+http' else 'https'}://{parts.hostname}{port}",
        "access_key": unquote(parts.username or ""),
        "secret_key": unquote(parts.password or ""),
        "bucket_name": bucket,
        "region_name": region,
        "addressing_style": style,
        # Rights are the bucket's; a name that is taken gets another one.
        "default_acl": None,
        "file_overwrite": False,
        "max_memory_size": _MEMORY_BYTES,
    }
