"""Every address of the site. Each view declares who may open it (accounts/access.py)."""

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path

from accounts.views import InvitationView, SignInView
from gisti_cms.health import healthz, readyz

handler400 = "gisti_cms.errors.bad_request"
handler403 = "gisti_cms.errors.forbidden"
handler404 = "gisti_cms.errors.not_found"
handler429 = "gisti_cms.errors.too_many_requests"  # allauth's, not Django's
handler500 = "gisti_cms.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/", admin.site.urls),
    # Of allauth's routes, only those that are used: an address nobody needs is one more to protect.
    path("compte/connexion/", SignInView.as_view(), name="account_login"),
    path("compte/deconnexion/", account.logout, name="account_logout"),
    path("compte/mot-de-passe/", account.password_change, name="account_change_password"),
    path("compte/confirmer/", account.reauthenticate, name="account_reauthenticate"),
    path("compte/invitation/<uidb64>/<token>/", InvitationView.as_view(), name="invitation"),
    path("api/", include("offices.api.urls")),
    path("", include("offices.urls")),
]
