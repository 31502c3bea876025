"""MEDIA_URL_STORAGE: a bucket instead of a disk."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.storage.handler import StorageHandler

from config import object_storage

GOOD = "s3://KEY:hunt%2Fer2@oss-cn-shenzhen.example.com/portal?region=cn-shenzhen&style=virtual"


@pytest.fixture
def named(monkeypatch):
    def name(address: str):
        monkeypatch.setenv("MEDIA_URL_STORAGE", address)
        return object_storage.storages("MEDIA_URL_STORAGE")

    return name


@pytest.fixture
def no_disk(settings):
    """A storage without paths, as a bucket is."""
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    return storages["default"]


def test_without_it_files_stay_on_the_disk(monkeypatch):
    monkeypatch.delenv("MEDIA_URL_STORAGE", raising=False)

    assert object_storage.storages("MEDIA_URL_STORAGE") == {}


def test_an_address_becomes_two_storages_below_prefixes_of_their_own(named):
    found = named(GOOD)

    assert {alias: entry["OPTIONS"]["location"] for alias, entry in found.items()} == {"default": "media", "private": "private"}
    for entry in found.values():
        options = entry["OPTIONS"]
        assert (options["endpoint_url"], options["bucket_name"], options["region_name"], options["addressing_style"]) == (
            "https://oss-cn-shenzhen.example.com",
            "portal",
            "cn-shenzhen",
            "virtual",
        )
        assert (options["access_key"], options["secret_key"]) == ("KEY", "hunt/er2")


def test_a_server_without_tls_and_with_a_port(named):
    assert named("s3+http://K:S@10.0.0.7:9000/portal?style=path")["default"]["OPTIONS"]["endpoint_url"] == "http://10.0.0.7:9000"


def test_the_address_may_come_from_a_file(monkeypatch, tmp_path):
    monkeypatch.delenv("MEDIA_URL_STORAGE", raising=False)
    (tmp_path / "secret").write_text(GOOD + "\n")
    monkeypatch.setenv("MEDIA_URL_STORAGE_FILE", str(tmp_path / "secret"))

    assert object_storage.storages("MEDIA_URL_STORAGE")["private"]["OPTIONS"]["secret_key"] == "hunt/er2"


@pytest.mark.parametrize(
    "address",
    [
        "https://KEY:hunter2@host/bucket",
        "s3://host/bucket",
        "s3://KEY@host/bucket",
        "s3://KEY:hunter2@host/",
        "s3://KEY:hunter2@host/bucket/folder",
        "s3://KEY:hunter2@host/bucket?regoin=x",
        "s3://KEY:hunter2@host/bucket?style=modern",
        "s3://KEY:hunter2@host:port/bucket",
        "hunter2",
    ],
)
def test_a_malformed_address_stops_the_start_and_is_not_repeated(named, address):
    with pytest.raises(ImproperlyConfigured, match="MEDIA_URL_STORAGE cannot be read: it should be an address such as s3://") as fact:
        named(address)

    assert "hunter2" not in str(fact.value)


def test_a_missing_package_is_named_with_the_way_to_get_it(named, monkeypatch):
    monkeypatch.setattr(object_storage, "find_spec", lambda _name: None)

    with pytest.raises(ImproperlyConfigured, match=r"MEDIA_URL_STORAGE needs packages .* requirements-extras\.txt"):
        named(GOOD)


def test_pictures_have_addresses_of_our_own_host_and_private_files_none(named):
    pytest.importorskip("storages", reason="django-storages is not installed: pip install -r requirements-extras.txt")
    handler = StorageHandler(named(GOOD))

    assert handler["default"].url("images/一 b.webp") == "/media/images/%E4%B8%80%20b.webp"
    with pytest.raises(ValueError, match="no address"):
        handler["private"].url("evidence/x.jpg")


@pytest.mark.django_db
def test_a_picture_that_lies_in_no_folder_is_fetched_for_the_visitor(client, no_disk):
    no_disk.save("images/a.width-400.webp", ContentFile(b"RIFF"))
    no_disk.save("original_images/a.jpg", ContentFile(b"the original"))

    answer = client.get("/media/images/a.width-400.webp")

    assert (answer.status_code, b"".join(answer.streaming_content), answer["Content-Type"]) == (200, b"RIFF", "image/webp")
    assert "immutable" in answer["Cache-Control"]
    for path in (
        "nowhere.webp",
        "../original_images/a.jpg",
        "..\\original_images\\a.jpg",
        "x/../../original_images/a.jpg",
        "%2e%2e/original_images/a.jpg",
        "../../../etc/passwd",
        "a" * 3000,
    ):
        assert client.get(f"/media/images/{path}").status_code == 404
