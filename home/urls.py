"""Addresses below the language prefix."""

from django.urls import path

from home import feeds, news_feed, views
from home.search import views as search_views

app_name = "home"
urlpatterns = [
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("sitemap/", views.site_map, name="site_map"),
    path("news/feed.atom", news_feed.news, {"kind": feeds.ATOM}, name="news_feed_atom"),
    path("news/feed.json", news_feed.news, {"kind": feeds.JSON}, name="news_feed_json"),
    path("site.webmanifest", views.manifest, name="manifest"),
]
