import pytest

from webox.lib.smtp import Server

OPTIONS = "security, connections, timeout, final_timeout, local_hostname, verify, ca_file."


def test_a_url_names_everything():
    url = (
        "smtp://ada%40x:p%2Fw@mail.example.org:2525?security=starttls&connections=3&timeout=5&final_timeout=9"
        "&local_hostname=app.example.org&verify=no&ca_file=/etc/ca.pem"
    )
    assert Server.from_url(url) == Server(
        "mail.example.org", 2525, "ada@x", "p/w", "starttls", 3, 5, 9, "app.example.org", False, "/etc/ca.pem"
    )


@pytest.mark.parametrize(
    ("url", "security", "port"),
    [
        ("smtp://h", "none", 25),
        ("smtp://h?security=starttls", "starttls", 587),
        ("smtps://h", "tls", 465),
        ("smtp://[::1]:26", "none", 26),
    ],
)
def test_a_url_s_usual_ports(url, security, port):
    assert (Server.from_url(url).security, Server.from_url(url).port) == (security, port)


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://h", "the scheme is 'http': it must be smtp or smtps."),
        ("smtp://:25", "The mail server's host is missing."),
        ("smtp://h:abc", "the port is not a number between 1 and 65535."),
        ("smtp://h:99999", "the port is not a number between 1 and 65535."),
        ("smtp://h/path", "nothing may stand between host:port and the options after the question mark."),
        ("smtp://h?security=ssl", "security is 'ssl': it must be none, starttls or tls."),
        ("smtp://h?connections=many", "connections is 'many': it must be a whole number."),
        ("smtp://h?connections=0", "connections is 0: it must be between 1 and 1000."),
        ("smtp://h?timeout=0", "timeout and final_timeout must be above 0 seconds and at most a day."),
        ("smtp://h?timeout=nan", "timeout and final_timeout must be above 0 seconds and at most a day."),
        ("smtp://h?verify=maybe", "verify is 'maybe': it must be yes or no."),
        ("smtp://h?local_hostname=a%20b", "local_hostname is 'a b': it must be a host name."),
        ("smtp://u:secret@h?conections=4", "'conections' is not an option; the options are " + OPTIONS),
        # What is left of a password that was not percent-encoded is not shown.
        (
            "smtp://u:12?secret@h",
            "special characters in the user name and password must be percent-encoded.",
        ),
        ("smtp://u:secret\u2100@h", "it is not a URL such as smtp://user:password@host:587."),
    ],
)
def test_a_url_that_says_what_is_wrong_with_it(url, complaint):
    with pytest.raises(ValueError) as caught:
        Server.from_url(url)
    assert str(caught.value) == complaint


def test_a_password_is_not_shown():
    assert "secret" not in repr(Server.from_url("smtp://ada:secret@h"))
