"""HTML that people or machines wrote, shown but never run in the app's origin: no scripts, no forms, no cookies."""

from django.http import HttpResponse

POLICY = "; ".join(
    [
        "sandbox allow-popups allow-popups-to-escape-sandbox",
        "default-src 'none'",
        "img-src * data:",
        "media-src *",
        "style-src 'unsafe-inline' https:",
        "font-src https: data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
)
EMPTY = '<!doctype html><meta name="color-scheme" content="light"><p></p>'


def sandboxed(html):
    """A page of the user's own HTML, for a frame or a tab of its own."""
    response = HttpResponse(html or EMPTY)
    response["Content-Security-Policy"] = POLICY
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def sandboxed_frame(html):
    """The same inside a page of ours: a link opens a new tab instead of replacing the preview."""
    return sandboxed(html.replace("<head>", '<head><base target="_blank">', 1))
