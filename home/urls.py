"""Addresses below the language prefix."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/suggestions/", views.suggestions, name="suggestions"),
    path("sitemap/", views.site_map, name="site_map"),
    path("site.webmanifest", views.manifest, name="manifest"),
]
