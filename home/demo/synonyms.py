"""Words of the field that stand for one another in the search; made for the demonstration, and marked so."""

from home.models import SynonymGroup

NOTE = "演示"
GROUPS = (
    ("重金属、heavy metals", "铅、镉、汞、砷、lead、cadmium、mercury、arsenic"),
    ("农残、农药残留、pesticide residues", ""),
    ("兽残、兽药残留", ""),
    ("二噁英、二恶英、dioxins", ""),
    ("差错率、错误率、error rate", ""),
    ("投诉、举报、提意见、complaint", "意见、反映、feedback"),
    ("开放日、参观、open day", ""),
    ("整顿、整改、rectification", ""),
    ("持证上岗、上岗证", ""),
)


def fill() -> None:
    """Make the groups that are missing; whatever an editor changed stays as it is while the words of a group do."""
    known = set(SynonymGroup.objects.values_list("words", flat=True))
    SynonymGroup.objects.bulk_create(SynonymGroup(words=words, also=also, note=NOTE) for words, also in GROUPS if words not in known)
