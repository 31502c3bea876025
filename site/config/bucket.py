"""A bucket whose files have addresses of our own host. Imported only where MEDIA_URL_STORAGE is set."""

from typing import Any

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """Objects below one prefix of a bucket that speaks S3: OSS, COS, MinIO and others."""

    def __init__(self, **options: Any) -> None:
        style = options.get("addressing_style", "auto")
        # Checksums of the newest S3 are unknown to most others: OSS and COS refuse an upload that carries them.
        config = Config(
            s3={"addressing_style": style},
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            connect_timeout=5,
            read_timeout=20,
            retries={"max_attempts": 3, "mode": "standard"},
        )
        super().__init__(**options, client_config=config)

    def url(self, name: str, *args: Any, **options: Any) -> str:
        """An address of our own: no visitor's request leaves our host. Private files have none."""
        if self.location != "media":
            raise ValueError("A private file has no address.")
        return settings.MEDIA_URL + filepath_to_uri(name)
