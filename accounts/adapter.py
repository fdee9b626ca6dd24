from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("Le nom ou le mot de passe ne convient pas."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return settings.SIGNUP == "open"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Counts failed logins by source without keeping the address: the cache of allauth's limits holds this hash."""
        return salted_hmac("accounts.client", super().get_client_ip(request)).hexdigest()
