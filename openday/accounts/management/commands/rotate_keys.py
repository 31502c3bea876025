"""Seal every stored value and file again with the newest key of FIELD_KEYS, so that older keys can be taken out."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandParser
from django.db.models import F, Field, Model, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from openday.accounts.encryption import EncryptedField, key_ring
from openday.accounts.resealing import destroy_unnamed, reseal
from openday.accounts.sealed_files import SealedFileField

BATCH = 500


class Command(BaseCommand):
    help = "Seal every encrypted value and file again with the newest key of FIELD_KEYS. Safe to stop and to repeat while the site runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count what an older key still seals")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        left = 0
        for model in apps.get_models(include_auto_created=True):
            for field in model._meta.concrete_fields:
                if isinstance(field, EncryptedField):
                    count = _old_rows(model, field).count() if dry_run else _rotate(model, field)
                elif isinstance(field, SealedFileField):
                    count = _rotate_files(model, field, dry_run=dry_run)
                else:
                    continue
                left += count
                self.stdout.write(f"{model._meta.label}.{field.name}: {count}")
        unnamed = destroy_unnamed(now=timezone.now(), dry_run=dry_run)
        self.stdout.write(f"{unnamed} files that no row names {'to destroy' if dry_run else 'destroyed'}.")
        self.stdout.write(f"{left} values {'to seal again' if dry_run else 'sealed again'}.")


def _old_rows(model: type[Model], field: Field) -> Any:
    """Rows whose stored text does not begin with the newest key's prefix, with that text as `stored`."""
    stored = Cast(F(field.name), TextField())
    return (
        model._base_manager.annotate(stored=stored)
        .filter(**{f"{field.name}__isnull": False})
        .exclude(stored="")
        .exclude(stored__startswith=key_ring().newest_prefix)
    )


def _rotate(model: type[Model], field: Field) -> int:
    done, last = 0, None
    while True:
        rows = _old_rows(model, field).order_by("pk")
        batch = list((rows.filter(pk__gt=last) if last is not None else rows).values_list("pk", "stored")[:BATCH])
        if not batch:
            return done
        for pk, stored in batch:
            # As an expression, or the field would seal it once more.
            sealed = Value(key_ring().seal(key_ring().open(stored)), output_field=TextField())
            # Only if nobody wrote in between: their value is newer, and sealed with the newest key already.
            done += (
                model._base_manager.annotate(stored=Cast(F(field.name), TextField()))
                .filter(pk=pk, stored=stored)
                .update(**{field.name: sealed})
            )
        last = batch[-1][0]


def _rotate_files(model: type[Model], field: SealedFileField, *, dry_run: bool) -> int:
    """Files are read one after another: which key sealed one stands in its first letters, not in the database."""
    rows = model._base_manager.exclude(**{field.name: ""}).only("pk", field.name).order_by("pk")
    return sum(reseal(row, field, dry_run=dry_run) for row in rows.iterator(chunk_size=BATCH))
