from allauth.account.views import LoginView
from django.contrib.auth.views import PasswordResetConfirmView
from django.urls import reverse_lazy

from accounts import resuming
from accounts.access import Access, allow


@allow(Access.PUBLIC)
class SignInView(LoginView):
    """allauth's; where a session ended while something was being sent, that follows."""

    def form_valid(self, form):
        answer = super().form_valid(form)
        form_held = resuming.held(self.request.POST.get("held", ""))
        if not form_held or not self.request.user.is_authenticated:
            return answer
        if form_held.is_of(self.request.user):
            return resuming.send_again(self.request, form_held)
        return resuming.tell_it_is_of_another(self.request)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"held": self.request.POST.get("held", "")}


@allow(Access.PUBLIC)
class InvitationView(PasswordResetConfirmView):
    """Whoever holds the link chooses the password of the account and is signed in."""

    template_name = "account/invitation.html"
    success_url = reverse_lazy("account_login")  # which sends those who are signed in on to their space
    post_reset_login = True
