from datetime import timedelta

from django.apps import AppConfig


class RegistrationsConfig(AppConfig):
    """The room of who comes."""

    name = "openday.registrations"
    label = "registrations"
    # Management commands that the worker runs when they are due.
    timers = {
        "send_reminders": timedelta(minutes=5),
        "serve_queues": timedelta(minutes=1),
        "merge_pools": timedelta(minutes=1),
        "publish_draws": timedelta(minutes=1),
        "close_no_shows": timedelta(minutes=15),
        "decide_requests": timedelta(seconds=20),
        "tell_of_changes": timedelta(seconds=10),
        "write_mailings": timedelta(seconds=10),
    }
    retention = "openday.registrations.retention.sweep"
