"""Plant the page tree: two languages, a home page in each, the two lists, and the site that shows them."""

import uuid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import migrations

# Staff see it above every page, in either language; Wagtail calls it "Root".
ROOT_TITLE = "全部页面 All pages"
HOME_TITLES = {"zh-hans": "实验室开放日", "en": "Laboratory open days"}
SLUGS = {"zh-hans": "home", "en": "home-en"}
LISTS = [
    ("NewsIndexPage", "news", {"zh-hans": "新闻", "en": "News"}),
    ("LabIndexPage", "laboratories", {"zh-hans": "实验室", "en": "Laboratories"}),
]


def plant(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    # Wagtail's own first migration leaves a page that says "Welcome", and a site that shows it.
    Page.objects.filter(depth=2, path="00010001", content_type__model="page").delete()
    root = Page.objects.get(depth=1)
    if Page.objects.filter(depth=2).exists():
        return
    keys = {name: uuid.uuid4() for name in ["home", *(slug for _, slug, _ in LISTS)]}
    for number, language in enumerate(HOME_TITLES, start=1):
        locale, _ = apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=language)
        path = f"{root.path}{number:04d}"
        home = _page(
            apps, "HomePage", locale, path, title=HOME_TITLES[language], slug=SLUGS[language],
            url_path=f"/{SLUGS[language]}/", numchild=len(LISTS), translation_key=keys["home"],
        )
        for place, (model, slug, titles) in enumerate(LISTS, start=1):
            _page(
                apps, model, locale, f"{path}{place:04d}", title=titles[language], slug=slug,
                url_path=f"/{SLUGS[language]}/{slug}/", numchild=0, translation_key=keys[slug], show_in_menus=True,
            )
        if number == 1:
            address = urlsplit(settings.BASE_URL)
            port = address.port or (443 if address.scheme == "https" else 80)
            Site.objects.create(hostname=address.hostname, port=port, site_name="", root_page_id=home.pk, is_default_site=True)
    root.title = root.draft_title = ROOT_TITLE
    root.numchild = len(HOME_TITLES)
    root.save()


def _page(apps, model, locale, path, *, title, **fields):
    # Models in migrations have no tree methods: place, depth and kind are written by hand.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="home", model=model.lower())
    return apps.get_model("home", model).objects.create(
        path=path, depth=len(path) // 4, content_type=content_type, locale=locale, title=title, draft_title=title, live=True, **fields
    )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
