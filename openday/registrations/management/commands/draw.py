"""Check a published draw; the same as the stand-alone script, for those who have the site at hand."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from openday.registrations.draw import lots


class Command(BaseCommand):
    help = "`draw verify FILE` computes a draw anew from its published file and says whether the result is right."

    def add_arguments(self, parser: CommandParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        verify = deeds.add_parser("verify", help="Compute a draw anew from its published file.")
        verify.add_argument("file", type=Path)
        verify.add_argument("--digest", default="", help="The SHA-256 of the list as it was published before the draw.")

    def handle(self, *args: Any, file: Path, digest: str, **options: Any) -> None:
        try:
            # Bytes, because a digest knows no line ends of other systems.
            lines = lots.verify(file.read_bytes()[: lots.LARGEST_FILE_BYTES].decode(), digest=digest)
        except (OSError, UnicodeDecodeError, lots.Wrong) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write("\n".join(lines))
