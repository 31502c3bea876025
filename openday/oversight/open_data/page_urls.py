"""Pages about open data, under /<language>/open-data/."""

from django.urls import path

from openday.oversight.open_data import views

app_name = "open_data"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:code>/", views.dataset, name="dataset"),
]
