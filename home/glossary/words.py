"""The glossary as every process knows it: read at most once in REMEMBER_SECONDS."""

import logging

from django.db import DatabaseError

from home.glossary.rules import is_phrase, is_word
from home.models.glossary import GlossaryEntry
from home.remembered import remembered

log = logging.getLogger(__name__)


@remembered
def words_of_staff() -> dict[str, str]:
    """Simplified phrase → Traditional words."""
    # Five hundred short rows are read as fast as a number of their edition, and nothing has to be counted up.
    try:
        rows = GlossaryEntry.objects.order_by("pk").values_list("simplified", "traditional")
        # The form refuses everything else; a row that came another way must not become markup.
        return {simplified: words for simplified, words in rows if is_phrase(simplified) and is_word(words)}
    except DatabaseError:
        # An error page is still a page: it is converted without the words of staff.
        log.exception("The glossary cannot be read")
        return {}
