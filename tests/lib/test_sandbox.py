from webox.lib.sandbox import EMPTY, UNREAD, sandboxed, sandboxed_frame


def directives(response):
    parts = (part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    return {name: value for name, value in parts}


def test_nothing_runs_and_nothing_is_sent():
    policy = directives(sandboxed("<p>Hello</p>"))
    assert policy == {
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
        "default-src": "'none'",
        "img-src": "* data:",
        "media-src": "*",
        "style-src": "'unsafe-inline' https:",
        "font-src": "https: data:",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'self'",
    }


def test_what_nobody_has_read_yet_calls_nobody():
    policy = directives(sandboxed_frame("<p>Hello</p>", UNREAD))
    assert (policy["img-src"], policy["media-src"]) == ("data:", "'none'")
    assert (policy["style-src"], policy["font-src"]) == ("'unsafe-inline'", "data:")
    assert policy["default-src"] == "'none'"


def test_links_of_a_frame_open_elsewhere_and_no_page_is_empty():
    assert sandboxed_frame("<head></head>").text == '<head><base target="_blank"></head>'
    assert sandboxed("").text == EMPTY
