from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
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
        """Counts failed logins by source without keeping the address: the cache of allauth's limits holds this hash.

        An IPv6 source is its /64, which one machine may fill with addresses; of a hash allauth could not cut it.
        """
        return salted_hmac("accounts.client", truncate_ip(super().get_client_ip(request))).hexdigest()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials) -> str:
        """Failures count for an account and a source together: counted for the account alone, as allauth does, five
        wrong passwords from anywhere shut its owner out. Private to allauth: tests/accounts/test_sign_in.py holds it.
        """
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{self.get_client_ip(request)}"
