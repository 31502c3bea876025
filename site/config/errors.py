"""SENTRY_DSN: errors to a Sentry of one's own, without anybody's name, contact or secret link in them.

An event says where our code broke: exception type, files, lines, functions, the name of the view. Everything a person wrote, or could be
recognised by, stays in the house. What is kept is named here, and all else dropped: a new version of the library may collect more.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

SHAPE = "the address that Sentry shows for a project, such as https://key@sentry.example.org/1"
_EVENT = {"event_id", "timestamp", "level", "logger", "platform", "release", "environment", "server_name", "sdk", "transaction"}
_FRAME = {"filename", "module", "function", "lineno", "in_app"}
_RUNTIMES = {"runtime"}


def report_to(address: str, **more: Any) -> None:
    """Begin to report errors; does nothing without an address. `more` is for tests: a transport that keeps events.

    Raises ImproperlyConfigured when the address is malformed or the package is missing; the sentence never repeats the address.
    """
    if not address:
        return
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.username or not parts.hostname or not parts.path.strip("/").isdigit():
        raise ImproperlyConfigured(f"SENTRY_DSN cannot be read: it should be {SHAPE}.")
    if not find_spec("sentry_sdk"):
        raise ImproperlyConfigured(
            "SENTRY_DSN needs a package that is not installed: pip install --require-hashes -r requirements-extras.txt."
        )
    # Half a second of every start, which only those pay who report.
    import sentry_sdk  # noqa: PLC0415
    from sentry_sdk.integrations.django import DjangoIntegration  # noqa: PLC0415

    sentry_sdk.init(
        dsn=address,
        # The name of a view, never its address: that of a ticket is a secret.
        integrations=[DjangoIntegration(transaction_style="function_name", middleware_spans=False)],
        auto_enabling_integrations=False,
        # Takes the place of send_default_pii=False: each kind is refused before it is even collected.
        data_collection={
            "user_info": False,
            "cookies": {"mode": "off"},
            "http_headers": {"request": {"mode": "off"}},
            "http_bodies": [],
            "url_query_params": {"mode": "off"},
            "database_query_data": False,
            "queues": False,
            "stack_frame_variables": False,
            "frame_context_lines": 0,
        },
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        traces_sample_rate=None,
        enable_logs=False,
        propagate_traces=False,
        before_send=only_what_is_ours,
        **more,
    )


def only_what_is_ours(event: "Event", hint: "Hint") -> "Event":
    """The event again, rebuilt from the parts that cannot name a person."""
    whole: dict[str, Any] = dict(event)
    kept = {key: value for key, value in whole.items() if key in _EVENT}
    if method := (whole.get("request") or {}).get("method"):
        kept["request"] = {"method": method}
    kept["contexts"] = {name: value for name, value in (whole.get("contexts") or {}).items() if name in _RUNTIMES}
    if "exception" in whole:
        kept["exception"] = {"values": [_exception(value) for value in whole["exception"].get("values", [])]}
    # The words of a log line before its values are put in: ours, from the code.
    if words := (whole.get("logentry") or {}).get("message"):
        kept["logentry"] = {"message": words if "%s" in words or "exception" not in whole else ""}
    return kept  # type: ignore[return-value]


def _exception(value: dict[str, Any]) -> dict[str, Any]:
    # Not its text: "Li Mei is registered already", or the row of a broken constraint.
    kept: dict[str, Any] = {key: value[key] for key in ("type", "module", "mechanism") if key in value}
    kept["mechanism"] = {key: fact for key, fact in (kept.get("mechanism") or {}).items() if key in {"type", "handled"}}
    frames = (value.get("stacktrace") or {}).get("frames", [])
    kept["stacktrace"] = {"frames": [{key: frame[key] for key in frame if key in _FRAME} for frame in frames]}
    return kept
