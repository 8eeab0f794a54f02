from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from webox.accounts.access import SESSION_KEY, choose_membership, invitation_in, remember_language
from webox.accounts.models import Profile


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return settings.SIGNUP_OPEN or invitation_in(request.session) is not None

    def format_email_subject(self, subject):
        # allauth would put the host's name in brackets before it.
        return str(subject)

    def post_login(self, request, user, **kwargs):
        """Bring the person back to the workspace and the language they left."""
        response = super().post_login(request, user, **kwargs)
        profile = Profile.objects.filter(user=user).first()
        if profile and profile.last_workspace_id:
            request.session[SESSION_KEY] = profile.last_workspace_id
        language = profile.language if profile else ""
        if not language and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            membership = choose_membership(user, workspace_id=request.session.get(SESSION_KEY))
            language = membership.workspace.language if membership else ""
        if language:
            remember_language(response, language)
        return response
