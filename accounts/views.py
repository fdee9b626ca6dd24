from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import reverse_lazy

from accounts.access import Access, allow


@allow(Access.PUBLIC)
class InvitationView(PasswordResetConfirmView):
    """Whoever holds the link chooses the password of the account and is signed in."""

    template_name = "account/invitation.html"
    success_url = reverse_lazy("account_login")  # which sends those who are signed in on to their space
    post_reset_login = True
