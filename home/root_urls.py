"""Addresses that machines look for at the root."""

from django.urls import path

from home import share, views

urlpatterns = [
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap_xml),
    path(".well-known/security.txt", views.security_txt),
    path("favicon.ico", views.favicon),
    path("share/<str:language>/<int:page_id>/<slug:digest>.jpg", share.picture, name="share_picture"),
    path("media/images/<path:path>", views.picture_file),
]
