from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The room of staff users, roles, units."""

    name = "openday.accounts"
    label = "accounts"
