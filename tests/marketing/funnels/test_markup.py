import random

import pytest

from marketing.funnels.markup import edited, filled, forms_of, tags_of, with_attributes


def only_form(html):
    (form,) = forms_of(html, tags_of(html))
    return form


def shown_again(html, values):
    return edited(html, filled(html, only_form(html), values))


def test_tags_know_where_they_stand():
    html = "é\n<p class=a>\n  <b>x</b\n>"
    assert [(tag.name, tag.closes, html[tag.start : tag.end]) for tag in tags_of(html)] == [
        ("p", False, "<p class=a>"),
        ("b", False, "<b>"),
        ("b", True, "</b\n>"),
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<!-- <form></form> -->",
        "<script>document.write('<form>')</script>",
        "<style>a::after{content:'<form>'}</style>",
        "<textarea><form></form></textarea>",
        "<title><form></title>",
        "&lt;form&gt;",
    ],
)
def test_text_that_looks_like_a_form_is_none(html):
    assert forms_of(html, tags_of(html)) == []


def test_a_form_ends_where_it_is_closed_or_with_the_body():
    html = "<body><form><input name=a></form><form><form><input name=b></body>"
    first, second = forms_of(html, tags_of(html))
    assert (first.names, html[first.end :].startswith("</form>")) == ({"a"}, True)
    assert (second.names, html[second.end :]) == ({"b"}, "</body>")


@pytest.mark.parametrize(
    ("attributes", "is_ours"),
    [
        ("", True),
        ("action", True),
        ('action="#"', True),
        ('action="/merci"', True),
        ('action="https://example.com/x"', False),
        ("action='//example.com'", False),
        ("ACTION=HTTP://EXAMPLE.COM", False),
        ("action=' https://example.com'", False),
        ('action="mailto:a@example.com"', False),
        ("method=dialog", False),
        ('action="https://example.com" action="/x"', False),
    ],
)
def test_a_form_with_an_address_of_its_own_is_left_alone(attributes, is_ours):
    assert only_form(f"<form {attributes}></form>").is_ours is is_ours


def test_the_submit_button_is_found():
    html = '<form><button type="button">a</button><input type="SUBMIT"><button>b</button></form>'
    assert html[only_form(html).submit_at :].startswith('<input type="SUBMIT">')
    assert only_form("<form>x</form>").submit_at == 7


def test_edits_leave_the_rest_byte_for_byte():
    html = "<DIV  ID = x>\r\n<Form Class='a' >&nbsp;é</FORM>\t</div >"
    form = only_form(html)
    assert edited(html, [with_attributes(form.tag, action='/p?a=1&b="2"')]) == html.replace(
        "<Form", '<Form action="/p?a=1&amp;b=&quot;2&quot;"'
    )


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        ("<input name=a>", {"a": ['"x"&<']}, '<input value="&quot;x&quot;&amp;&lt;" name=a>'),
        ("<input name=a value=old />", {"a": ["new"]}, '<input value="new" name=a value=old />'),
        ("<input name=a value=old>", {}, "<input name=a value=old>"),
        ("<input type=hidden name=a value=1>", {"a": ["2"]}, "<input type=hidden name=a value=1>"),
        ("<input type=password name=a>", {"a": ["2"]}, "<input type=password name=a>"),
        ("<input type=checkbox name=a>", {"a": ["on"]}, "<input checked type=checkbox name=a>"),
        (
            "<input type=radio name=a value='checked x' checked>",
            {"a": ["b"]},
            "<input type=radio name=a value='checked x'>",
        ),
        ("<input type=radio CHECKED name=a value=b>", {"a": ["b"]}, "<input checked type=radio name=a value=b>"),
        ("<textarea name=a>old <b></textarea>", {"a": ["<i>"]}, "<textarea name=a>\n&lt;i&gt;</textarea>"),
        (
            "<select name=a><option selected>x<option value=1>y &amp; z<option>y &amp; z</select>",
            {"a": ["y & z"]},
            "<select name=a><option>x<option value=1>y &amp; z<option selected>y &amp; z</select>",
        ),
    ],
)
def test_what_was_typed_is_shown_again(before, values, after):
    assert shown_again(f"<form>{before}</form>", values) == f"<form>{after}</form>"


def test_no_text_is_too_odd_to_read():
    pieces = ["<", ">", "</", "form", "<form ", "<!", "<![", "<!--", "-->", "]]>", "<?", "'", '"', "=", " ", "\n", "é"]
    pieces += ["input", "<textarea>", "</textarea>", "<script>", "</script", "&amp;", "&#", "/>", "\x00", "<select>"]
    chance = random.Random(7)
    for _ in range(4000):
        html = "".join(chance.choices(pieces, k=chance.randint(1, 24)))
        tags = tags_of(html)
        assert edited(html, []) == html
        assert all(0 <= tag.start <= tag.end <= len(html) for tag in tags)
        for form in forms_of(html, tags):
            edited(html, filled(html, form, {"": ["x"]}))
