from django.http import HttpResponse

# Without allow-same-origin a page that a member wrote has an origin of its own, "null": its scripts run, but the
# app's cookies, storage and answers are another site's to them.
POLICY = (
    "sandbox allow-forms allow-scripts allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads"
    " allow-top-navigation-by-user-activation; object-src 'none'; base-uri 'none'; frame-ancestors 'self'"
)
# A preview shows the page at work but sends nothing and leads nowhere.
PREVIEW_POLICY = "sandbox allow-scripts; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'none'"


def sandboxed(html, *, status=200, policy=POLICY, language=None):
    response = HttpResponse(html, status=status)
    response["Content-Security-Policy"] = policy
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "strict-origin-when-cross-origin"
    # A browser shows no sandboxed document that asks for an opener policy.
    response["Cross-Origin-Opener-Policy"] = "unsafe-none"
    # The form's token is one visitor's.
    response["Cache-Control"] = "private, no-cache"
    if language:
        response["Content-Language"] = language
    return response
