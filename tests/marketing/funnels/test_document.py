import random

import pytest

from marketing.funnels.document import Answer, document_of
from marketing.funnels.models import Funnel, FunnelPage


def page_with(html="", page_type="sales", consent_text="", **fields):
    return FunnelPage(
        name="Ma <page>", page_type=page_type, html_content=html, funnel=Funnel(consent_text=consent_text), **fields
    )


def document(html, answer=None, **fields):
    return document_of(page_with(html, **fields), action="/p/a/b?x=1&y=2", token="TOK", answer=answer)


def test_a_fragment_becomes_a_whole_document():
    page = page_with("<p>é&nbsp;</p>", css_content="p > a{}", js_content="let a = '<b>'")
    assert document_of(page, language="en") == (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>Ma &lt;page&gt;</title>\n'
        "<style>\np > a{}\n</style>\n</head>\n<body>\n<p>é&nbsp;</p>\n"
        "<script>\nlet a = '<b>'\n</script>\n</body>\n</html>\n"
    )


def test_a_whole_document_keeps_its_every_byte_around_style_and_script():
    html = "<!DOCTYPE html>\r\n<HTML><Head><title>x</title></Head>\r\n<body class=a><p>1\r\n</body></HTML>"
    page = page_with(html, css_content="p{}", js_content="1")
    expected = html.replace("</Head>", "<style>\np{}\n</style>\n</Head>")
    assert document_of(page) == expected.replace("</body>", "<script>\n1\n</script>\n</body>")


def test_style_and_script_cannot_be_left_early():
    page = page_with("", css_content="</style><b>", js_content="x = '</script><b>'")
    html = document_of(page)
    assert html.count("</style>") == 1
    assert html.count("</script>") == 1
    assert "x = '<\\/script><b>'" in html


def test_a_form_of_ours_is_sent_to_the_page_with_a_token():
    html = document('<form class="a" action="/old" method="get"><input name="email"></form>')
    assert (
        '<form method="post" action="/p/a/b?x=1&amp;y=2" enctype="application/x-www-form-urlencoded"'
        ' class="a" action="/old" method="get"><input type="hidden" name="wb_token" value="TOK">' in html
    )
    assert 'name="wb_website" tabindex="-1" autocomplete="off"' in html


def test_a_form_sent_elsewhere_is_left_alone():
    form = '<form action="https://example.com/x"><input name="email"></form>'
    html = document(form, consent_text="Oui")
    assert form in html
    assert "wb_token" not in html


def test_an_opt_in_page_without_a_form_gets_one():
    html = document("<body><h1>Bonjour</h1></body>", page_type="optin")
    assert html.count("<form ") == 1
    assert '<input type="email" name="email" required' in html
    assert html.index("</form>") < html.index("</body>")
    assert "<form" not in document("<h1>Bonjour</h1>", page_type="sales")


def test_the_consent_stands_before_the_button_unless_the_form_has_one():
    html = document("<form><button>Go</button></form>", consent_text="J’accepte <tout>")
    assert "<span>J’accepte &lt;tout&gt;</span></label><button>Go</button>" in html
    own = document('<form><input type="checkbox" name="consent"></form>', consent_text="Oui")
    assert own.count('name="consent"') == 1


def test_a_preview_without_an_action_leaves_forms_as_they_are():
    assert "<form><b>" in document_of(page_with("<form><b>"))


@pytest.mark.parametrize("name", ["email", "phone"])
def test_a_message_without_a_field_stands_at_the_top(name):
    answer = Answer({"x": ["1"]}, {name: "Non <b>"}, "")
    html = document('<form><input name="x"></form>', answer)
    assert html.index("Non &lt;b&gt;") < html.index('<input value="1" name="x">')


def test_consent_stays_ticked_when_something_else_is_wrong():
    form = '<form><input name="email"><button>Go</button></form>'
    answer = Answer({"email": ["x"], "consent": ["1"]}, {"email": "Non"}, "")
    html = document(form, answer, consent_text="Oui")
    assert 'name="consent" value="1" required checked' in html
    assert '<input value="x" name="email"><span class="wb-error" role="alert"' in html


def test_no_page_is_too_odd_to_go_out():
    pieces = ["<form>", "</form>", "<form", ">", "<input name=a", "<input type=checkbox name=a>", "<select name=a>"]
    pieces += ["<option>", "</select>", "<textarea name=a>", "</textarea>", "<body>", "</body>", "</html>", "<head>"]
    pieces += ["<!--", "-->", "<button>", "<script>", "</script>", " ", '"', "'", "\n", "<![x", "<input type=email>"]
    chance = random.Random(11)
    answer = Answer({"a": ["<typed>"]}, {"a": "Non", "consent": "Oui"}, "Encore")
    for _ in range(3000):
        html = "".join(chance.choices(pieces, k=chance.randint(1, 20)))
        shown = document(html, answer, page_type="optin", consent_text="Oui", css_content="p{}", js_content="1")
        assert "p{}" in shown
