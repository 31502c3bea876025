"""Files, under /open-data/ (CONTRACT.md)."""

from django.urls import include, path, re_path

from openday.oversight.open_data import views

app_name = "open_data_files"
urlpatterns = [
    path("", views.to_the_page, name="index"),
    path("open311/", include("openday.oversight.open311.urls")),
    path("data.json", views.data_json, name="data_json"),
    path("catalog.jsonld", views.dcat, name="catalog"),
    path("<slug:code>.csv-metadata.json", views.metadata, name="metadata"),
    re_path(r"^(?P<code>[a-z0-9-]{1,40})\.(?P<ending>csv|json)\Z", views.file, name="file"),
]
