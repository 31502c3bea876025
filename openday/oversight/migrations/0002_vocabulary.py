"""The six checks (六查六看) and the first version of the service standard."""

from datetime import date

from django.db import migrations

# SOURCE.md: the wording of the campaign article, in our own short form.
CHECKS = [
    ("system", "查制度建设", "Rules and systems", "看检测管理制度是否健全", "Is the unit's system of test management complete?"),
    ("practice", "查制度落实", "Rules in practice", "看是否有章不循、有禁不止", "Are rules ignored or bans broken?"),
    ("people", "查人员管理", "People", "看实验室和检测人员是否具备资质", "Do laboratories and testing staff hold the required qualifications?"),
    ("operations", "查业务运作", "Operations", "看是否发生违规违纪和质量事故", "Have there been violations or quality accidents?"),
    ("sampling", "查抽送样行为", "Sampling", "看抽样、送样是否科学规范", "Is sampling and sample delivery scientific and standard?"),
    ("capability", "查检需检能是否匹配", "Demand and capability", "看哪里是薄弱环节", "Does testing capability match demand, and where is it weak?"),
]
# category: (working days to answer, working days of the one extension). Proposals of OVERSIGHT.md
# section 3, within the limits found in section 2; every one is a row that the office may supersede.
STANDARDS = {
    "enquiry": (5, 5),
    "suggestion": (15, 15),
    "praise": (15, 0),
    "service": (15, 15),
    "quality": (15, 15),
    "personal_data": (15, 15),
    "site_error": (3, 3),
}
FIRST_DAY = date(2020, 1, 1)


def seed(apps, schema_editor):
    check_item = apps.get_model("oversight", "CheckItem")
    for position, (code, name_zh, name_en, question_zh, question_en) in enumerate(CHECKS, start=1):
        check_item.objects.update_or_create(
            code=code,
            defaults={
                "position": position,
                "name_zh": name_zh,
                "name_en": name_en,
                "question_zh": question_zh,
                "question_en": question_en,
            },
        )
    standard = apps.get_model("oversight", "ServiceStandard")
    for category, (answer_days, extension_days) in STANDARDS.items():
        standard.objects.get_or_create(
            category=category,
            version=1,
            defaults={
                "valid_from": FIRST_DAY,
                "triage_days": 2,
                "answer_days": answer_days,
                "extension_days": extension_days,
                "source": "潍坊、济南12345条例；市场监管投诉举报暂行办法；信访工作条例",
                "source_en": "Weifang and Jinan regulations on the 12345 hotline; Interim Measures for Handling Complaints "
                "and Reports in Market Regulation; Regulations on the Handling of Petitions",
            },
        )


class Migration(migrations.Migration):
    dependencies = [("oversight", "0001_initial")]

    # Going back drops the tables with 0001, so there is nothing to take out by hand.
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
