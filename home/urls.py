"""Addresses below the language prefix."""

from django.urls import path

from home import feeds, news_feed, views
from home.search import views as search_views
from home.style_guide import views as guide_views

app_name = "home"
urlpatterns = [
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("sitemap/", views.site_map, name="site_map"),
    path("news/feed.atom", news_feed.news, {"kind": feeds.ATOM}, name="news_feed_atom"),
    path("news/feed.json", news_feed.news, {"kind": feeds.JSON}, name="news_feed_json"),
    path("news/<slug:topic>/feed.atom", news_feed.news, {"kind": feeds.ATOM}, name="topic_feed_atom"),
    path("news/<slug:topic>/feed.json", news_feed.news, {"kind": feeds.JSON}, name="topic_feed_json"),
    path("style-guide/", guide_views.style_guide, name="style_guide"),
    path("style-guide/tokens.css", guide_views.style_guide_sheet, name="style_guide_sheet"),
    path("site.webmanifest", views.manifest, name="manifest"),
]
