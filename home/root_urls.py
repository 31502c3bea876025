"""Addresses that machines look for at the root."""

from django.urls import path

from home import views

urlpatterns = [
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap_xml),
    path(".well-known/security.txt", views.security_txt),
    path("favicon.ico", views.favicon),
    path("media/images/<path:path>", views.picture_file),
]
