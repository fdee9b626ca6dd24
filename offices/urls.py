"""Public pages at the root, the working space under /espace/: one namespace, so that each can link to the other."""

from django.urls import include, path

app_name = "offices"

urlpatterns = [
    path("", include("offices.views.public.urls")),
    path("espace/", include("offices.views.workspace.urls")),
]
