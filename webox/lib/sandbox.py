"""HTML that people or machines wrote, shown but never run in the app's origin: no scripts, no forms, no cookies."""

from django.http import HttpResponse


def _policy(images, media, styles):
    parts = [
        "sandbox allow-popups allow-popups-to-escape-sandbox",
        "default-src 'none'",
        f"img-src {images}",
        f"media-src {media}",
        f"style-src 'unsafe-inline' {styles}".strip(),
        "font-src https: data:" if styles else "font-src data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    ]
    return "; ".join(parts)


POLICY = _policy("* data:", "*", "https:")
# What a model wrote may hold the address of a stranger's picture, and in it what the model was told.
UNREAD = _policy("data:", "'none'", "")
EMPTY = '<!doctype html><meta name="color-scheme" content="light"><p></p>'


def sandboxed(html, policy=POLICY):
    """A page of the user's own HTML, for a frame or a tab of its own."""
    response = HttpResponse(html or EMPTY)
    response["Content-Security-Policy"] = policy
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def sandboxed_frame(html, policy=POLICY):
    """The same inside a page of ours: a link opens a new tab instead of replacing the preview."""
    return sandboxed(html.replace("<head>", '<head><base target="_blank">', 1), policy)
