"""Messages as bytes, read back with the standard library's parser."""

import email
import quopri
import random
from email import policy
from email.header import decode_header, make_header

import pytest

from webox.lib.liquid import TemplateError, parse
from webox.lib.mime import Skeleton, UnsendableAddress
from webox.lib.mimetext import address_header, quoted_printable, raw_text, text_header

HEADERS = {
    "From": "Café du Port <news@example.org>",
    "To": "{{ first_name }} {{ last_name }} <{{ email }}>",
    "Subject": "{{ first_name | default: 'Bonjour' }}, des nouvelles",
    "Message-ID": "<{{ token }}@example.org>",
    "List-Unsubscribe": "<https://example.org/e/u/{{ token }}>",
}
HTML = (
    '<p>Hi {{ first_name }}</p>\n<a href="https://example.org/e/c/{{ token }}.3">Go</a>'
    '<img src="https://example.org/e/o/{{ token }}.gif">'
)
TEXT = "Hi {{ first_name }}\nhttps://example.org/e/c/{{ token }}.3"
PERSON = {"first_name": "Zoé", "last_name": "Petit", "email": "zoe@example.com", "token": "1a-f00"}


def build(html=HTML, text=TEXT, headers=HEADERS):
    return Skeleton.build(headers=headers, html=html, text=text)


def read(data):
    """The message, after checking what must hold for every one of them."""
    assert data.endswith(b"\r\n")
    assert data.count(b"\r") == data.count(b"\n") == data.count(b"\r\n")
    _head, body = data.split(b"\r\n\r\n", 1)
    assert all(not line.startswith(b".") for line in data.split(b"\r\n"))
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert data.isascii()
    message = email.message_from_bytes(data, policy=policy.default)
    assert message.defects == []
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    return message


def bodies(data):
    return [part.get_content().replace("\r\n", "\n") for part in read(data).iter_parts()]


def subject_of(text):
    return email.message_from_bytes(text_header("Subject", text) + b"\r\n", policy=policy.default)["Subject"]


def test_the_bytes_of_a_small_message():
    data = build(
        headers={"From": "Ann <a@example.org>", "Subject": "Hi {{ first_name }}", "Message-ID": "<{{ token }}@x>"}
    ).render({"first_name": "Bo.", "token": ".1=2"})
    boundary = data.split(b'boundary="')[1].split(b'"')[0]
    assert data.replace(boundary, b"B") == (
        b"From: Ann <a@example.org>\r\n"
        b"Subject: Hi Bo.\r\n"
        b"Message-ID: <.1=2@x>\r\n"
        b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="B"\r\n'
        b"\r\n"
        b"--B\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\n"
        b"Hi=20=\r\n"
        b"Bo.=\r\n"
        b"\r\n"
        b"https://example.org/e/c/=\r\n"
        b"=2E1=3D2=\r\n"
        b"=2E3\r\n"
        b"--B\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: quoted-printable\r\n"
        b"\r\n"
        b"<p>Hi=20=\r\n"
        b"Bo.=\r\n"
        b"</p>\r\n"
        b"<a href=3D=22https://example.org/e/c/=\r\n".replace(b"=22", b'"')
        + b"=2E1=3D2=\r\n"
        b'=2E3">Go</a><img src=3D"https://example.org/e/o/=\r\n'
        b"=2E1=3D2=\r\n"
        b'=2Egif">\r\n'
        b"--B--\r\n"
    )


def test_headers_and_parts_of_a_message_for_one_person():
    message = read(build().render(PERSON))
    assert message["From"].addresses[0].display_name == "Café du Port"
    assert message["From"].addresses[0].addr_spec == "news@example.org"
    assert str(message["To"]) == "Zoé Petit <zoe@example.com>"
    assert message["Subject"] == "Zoé, des nouvelles"
    assert message["Message-ID"] == "<1a-f00@example.org>"
    assert message["List-Unsubscribe"] == "<https://example.org/e/u/1a-f00>"
    assert bodies(build().render(PERSON)) == [
        "Hi Zoé\nhttps://example.org/e/c/1a-f00.3",
        '<p>Hi Zoé</p>\n<a href="https://example.org/e/c/1a-f00.3">Go</a>'
        '<img src="https://example.org/e/o/1a-f00.gif">',
    ]


def test_a_message_is_the_same_every_time():
    assert build().render(PERSON) == build().render(PERSON)


def test_the_fields_a_message_uses_are_known():
    assert build().variables == {"first_name", "last_name", "email", "token"}


def test_a_field_used_many_times_is_worked_out_once():
    asked = []

    class Values(dict):
        def get(self, name, default=None):
            asked.append(name)
            return super().get(name, default)

    html = '<a href="https://example.org/{{ token }}.1">a</a>' * 20
    data = build(html=html, text="none", headers={"Subject": "x"}).render(Values(token="t"))
    assert asked == ["token"]
    assert bodies(data)[1] == html.replace("{{ token }}", "t")


@pytest.mark.parametrize("value", [" ", ".", "..", ".x", "=", "==3D", "a b ", "\n", "\n\n.", "a\r\nb", "a\rb", "\t"])
@pytest.mark.parametrize("value_end", ["", ".", " ", "From me", "x" * 200, "é" * 100, "😀" * 30])
@pytest.mark.parametrize("source", ["{{ v }}", "a {{ v }} b", "{{ v }}{{ v }}", "\n{{ v }}\n", ".{{ v }}.\n.{{ v }}"])
def test_awkward_values_survive(value, value_end, source):
    for text in (value + value_end, value_end + value):
        expected = source.replace("{{ v }}", text).replace("\r\n", "\n")
        assert bodies(build(text=source, html="<p>", headers={}).render({"v": text}))[0] == expected


LETTERS = "abcdefghi     ..==\n\n<>&\"'éàœ€😀\u200d\u0301\t\x00~_-/?:"


def rubbish(chance, most):
    return "".join(chance.choices(LETTERS, k=int(chance.random() ** 3 * most)))


def body_source(chance, names, tags):
    pieces = []
    for _ in range(chance.randint(0, 12)):
        name, other = chance.choices(names, k=2)
        field = chance.choice([name, f"{name} | default: 'you'", f"{name} | upcase"])
        pieces += [rubbish(chance, 300), "{{ " + field + " }}"]
        if tags and chance.random() < 0.3:
            pieces.append(f"{{% if {other} %}}.yes é{{% else %}}no {{% endif %}}")
    return "".join([*pieces, rubbish(chance, 200)])


@pytest.mark.parametrize("tags", [False, True], ids=["skeleton", "liquid per person"])
def test_parts_equal_plain_rendering_for_any_values(tags):
    chance = random.Random(20260309 + tags)
    for _ in range(150):
        html, text = [body_source(chance, ["a", "b", "c"], tags) for _ in range(2)]
        skeleton = build(html=html, text=text, headers=HEADERS)
        for _ in range(4):
            values = PERSON | {name: rubbish(chance, 250) for name in "abc"}
            expected = [parse(text)._liquid.render(values), parse(html, html=True)._liquid.render(values)]
            assert bodies(skeleton.render(values)) == expected


def test_quoted_printable_of_any_text():
    chance = random.Random(11)
    for _ in range(3_000):
        text = "".join(chance.choices(LETTERS + "\r", k=chance.randint(0, 400)))
        data = quoted_printable(text)
        lines = data.split(b"\r\n")
        assert all(len(line) <= 76 and not line.startswith((b".", b"From ")) for line in lines)
        assert all(len(line) <= 75 or line.endswith(b"=") for line in lines)
        assert all(not line.endswith((b" ", b"\t")) for line in lines)
        message = email.message_from_bytes(
            b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + data,
            policy=policy.default,
        )
        assert message.get_content().replace("\r\n", "\n") == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "text, data",
    [
        ("", b""),
        ("a=b", b"a=3Db"),
        ("é", b"=C3=A9"),
        (".", b"=2E"),
        ("...", b"=2E.."),
        ("a\n.b\r\n..", b"a\r\n=2Eb\r\n=2E."),
        ("From me\nFrom", b"=46rom me\r\nFrom"),
        ("a \nb\t\n", b"a=20\r\nb=09\r\n"),
        ("a\rb", b"a=\r\n=0D=\r\nb"),
        ("x" * 75, b"x" * 75),
        ("x" * 76, b"x" * 70 + b"=\r\n" + b"x" * 6),
        ("x" * 75 + " ", b"x" * 75 + b"=\r\n=20"),
        ("." + "x" * 72, b"=2E" + b"x" * 72),
    ],
)
def test_quoted_printable_of_edge_cases(text, data):
    assert quoted_printable(text) == data


@pytest.mark.parametrize("text", ["." * 300, "=" * 300, " " * 300, "From " * 80, "é" * 200, ".\n" * 9])
def test_quoted_printable_keeps_its_lines_short_and_its_dots_hidden(text):
    data = quoted_printable(text)
    assert quopri.decodestring(data).decode().replace("\r\n", "\n") == text
    assert max(map(len, data.split(b"\r\n"))) <= 76
    assert not [line for line in data.split(b"\r\n") if line.startswith((b".", b"From "))]


@pytest.mark.parametrize(
    "text, data",
    [
        ("Hello", b"Subject: Hello\r\n"),
        ("  Hello \r\n there\x00 ", b"Subject: Hello   there\r\n"),
        ("", b"Subject:\r\n"),
        ("Été 😀", b"Subject: =?utf-8?b?w4l0w6kg8J+YgA==?=\r\n"),
        ("=?utf-8?q?hi?=", b"Subject: =?utf-8?b?PT91dGYtOD9xP2hpPz0=?=\r\n"),
        ("word " * 20, b"Subject: " + b" ".join([b"word"] * 13) + b"\r\n" + b" word" * 7 + b"\r\n"),
    ],
)
def test_a_text_header(text, data):
    assert text_header("Subject", text) == data


def test_any_subject_comes_back():
    chance = random.Random(5)
    for _ in range(1_000):
        letters = chance.choice(["ab c", "abcé d", "é😀 ", "a=?_ "])
        text = "".join(chance.choices(letters, k=chance.randint(0, 300))).strip()
        data = text_header("Subject", text)
        assert all(len(line) <= 76 for line in data.split(b"\r\n"))
        assert data.count(b"\r\n") == 1 + data.count(b"\r\n ")
        assert subject_of(text) == text


@pytest.mark.parametrize(
    "display, data",
    [
        ("", b"To: a@b.example\r\n"),
        ("Ann Lee", b"To: Ann Lee <a@b.example>\r\n"),
        ("Lee, Ann", b'To: "Lee, Ann" <a@b.example>\r\n'),
        ('A "B" \\ C.', b'To: "A \\"B\\" \\\\ C." <a@b.example>\r\n'),
        ("Zoé", b"To: =?utf-8?b?Wm/DqQ==?= <a@b.example>\r\n"),
        ("Ann\r\nBcc: c@d.example", b'To: "Ann Bcc: c@d.example" <a@b.example>\r\n'),
        ("Ann <c@d.example>,", b'To: "Ann <c@d.example>," <a@b.example>\r\n'),
    ],
)
def test_an_address_header(display, data):
    assert address_header("To", display, "a@b.example") == data


def test_any_display_name_comes_back():
    chance = random.Random(6)
    for _ in range(1_000):
        name = "".join(chance.choices("ab é😀.,\"\\<>@()=?;:'", k=chance.randint(0, 12)))
        data = address_header("To", name, "a@b.example")
        (address,) = email.message_from_bytes(data + b"\r\n", policy=policy.default)["To"].addresses
        assert " ".join(address.display_name.split()) == " ".join(name.split())
        assert address.addr_spec == "a@b.example"


def test_a_long_display_name_comes_back():
    # The standard library's address parser puts blanks between encoded words; its plain decoder doesn't.
    chance = random.Random(7)
    for _ in range(1_000):
        name = "é" + "".join(chance.choices("ab é😀.,\"\\<>@()=?;:'", k=chance.randint(0, 150))) + "."
        data = address_header("To", name, "a@b.example")
        assert all(len(line) <= 76 for line in data.split(b"\r\n"))
        phrase = data.decode().removeprefix("To: ").removesuffix(" <a@b.example>\r\n")
        assert str(make_header(decode_header(phrase))) == name


def test_a_domain_with_accents_is_written_in_ascii():
    assert address_header("To", "", "a@café.example") == b"To: a@xn--caf-dma.example\r\n"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@",
        "@b",
        "a@b@c",
        "a b@c.example",
        "a@b.example, c@d.example",
        "a@b.example>\r\nBcc: c@d.example",
        "é@b.example",
        "<a@b.example>",
        "a@" + "b" * 400,
        'a"@b.example',
        "a@b..exampleé.",
    ],
)
def test_what_is_not_one_address_is_refused(address):
    with pytest.raises(UnsendableAddress):
        address_header("To", "Ann", address)


def test_an_unsendable_person_stops_only_their_own_message():
    skeleton = build()
    with pytest.raises(UnsendableAddress):
        skeleton.render(PERSON | {"email": "nobody"})
    assert read(skeleton.render(PERSON))["Message-ID"] == "<1a-f00@example.org>"


def test_a_fixed_address_is_checked_when_the_skeleton_is_built():
    with pytest.raises(UnsendableAddress):
        build(headers={"From": "News <nobody>"})


def test_header_text_for_machines_keeps_printable_ascii_only():
    assert raw_text("<a\r\nBcc: é b@c>") == b"<aBcc:  b@c>"


@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028", "\x00"])
def test_no_value_adds_a_header(break_):
    evil = f"x{break_}Bcc: evil@example.org{break_}{break_}body"
    headers = HEADERS | {"X-Note": "{{ note }}", "Feedback-ID": "{{ note }}:{% if note %}{{ note }}{% endif %}"}
    values = PERSON | {"first_name": evil, "token": evil, "note": evil}
    message = read(build(headers=headers).render(values))
    assert message.keys() == [*headers, "MIME-Version", "Content-Type"]
    assert message["Bcc"] is None
    with pytest.raises(UnsendableAddress):
        build().render(PERSON | {"email": f"a@b.example{break_}Bcc: evil@example.org"})


def test_a_header_may_hold_tags():
    headers = {"Subject": "{% if first_name %}{{ first_name }}{% else %}Vous{% endif %} !"}
    assert read(build(headers=headers).render({}))["Subject"] == "Vous !"
    assert read(build(headers=headers).render({"first_name": "Zoé 😀"}))["Subject"] == "Zoé 😀 !"


@pytest.mark.parametrize("name", ["", "Bad Name", "X:", "X\r\nBcc", "é"])
def test_the_name_of_a_header_is_checked(name):
    with pytest.raises(ValueError, match="is not the name of a header"):
        build(headers={name: "x"})


def test_quotes_around_a_display_name_are_not_doubled():
    headers = {"From": '"Port, Café du" <news@example.org>', "Reply-To": "<a@example.org>"}
    message = read(build(headers=headers).render({}))
    assert message["From"].addresses[0].display_name == "Port, Café du"
    assert str(message["Reply-To"]) == "a@example.org"


def test_a_template_that_would_not_escape_is_refused():
    with pytest.raises(ValueError, match="template that escapes"):
        build(html=parse("{{ first_name }}"))
    with pytest.raises(ValueError, match="template that escapes"):
        build(text=parse("{{ first_name }}", html=True))


def test_a_template_that_does_not_parse_is_refused():
    with pytest.raises(TemplateError):
        build(text="{{ first_name")


def test_a_lone_surrogate_does_not_stop_a_message():
    data = build(text="{{ first_name }}").render(PERSON | {"first_name": "a\ud800b"})
    assert bodies(data)[0] == "a?b"
