import pytest

from webox.lib.mailbody import add_before_body_end, add_utm, compile_html, html_to_text


def numbered():
    urls = []

    def rewrite(url):
        urls.append(url)
        return f"https://box.example/e/c/{{{{ token }}}}.{len(urls)}"

    return rewrite


def compiled(source):
    return compile_html(source, rewrite=numbered())


def test_styles_are_inlined_and_media_queries_kept():
    html = compiled("<style>p{color:red}@media (max-width:1px){p{color:blue}}</style><p>Bonjour</p>").html
    assert '<p style="color: red;">Bonjour</p>' in html
    assert "@media (max-width:1px)" in html


def test_web_links_are_rewritten_and_others_left():
    result = compiled(
        "<p><a href=\"https://a.example/?x=1&amp;y=2#z\">A</a> <a href='http://b.example'>B</a>"
        '<a href="mailto:a@b.example">M</a><a href="tel:+33">T</a><a href="#top">H</a><a href="/rel">R</a></p>'
    )
    assert result.links == ["https://a.example/?x=1&y=2#z", "http://b.example"]
    assert 'href="https://box.example/e/c/{{ token }}.1">A</a>' in result.html
    assert 'href="https://box.example/e/c/{{ token }}.2">B</a>' in result.html
    for untouched in ('href="mailto:a@b.example"', 'href="tel:+33"', 'href="#top"', 'href="/rel"'):
        assert untouched in result.html
    assert result.warnings == []


def test_rewrite_may_leave_a_link():
    source = '<a href="https://a.example/?x=1&amp;y=2">A</a>'
    assert source in compile_html(source, rewrite=lambda url: None).html


def test_liquid_survives_in_text_attributes_comments_and_between_table_rows():
    source = (
        '<table>{% for x in custom_fields.items %}<tr><td title="{{ x }}">{{ x | default: "é < è" }}</td></tr>'
        "{% endfor %}</table>{% if first_name != '' and 1 < 2 %}"
        '<p class="{% if company %}a{% endif %}">Oui</p>{% endif %}'
        "<!--[if mso]>{{ first_name }}<![endif]-->"
    )
    html = compiled(source).html
    assert "<table>{% for x in custom_fields.items %}<tbody><tr><td" in html
    assert '>{{ x | default: "é < è" }}</td></tr>' in html
    assert "{% if first_name != '' and 1 < 2 %}<p class=\"{% if company %}a{% endif %}\">Oui</p>{% endif %}" in html
    assert "<!--[if mso]>{{ first_name }}<![endif]-->" in html
    assert "lqd" not in html


def test_own_links_are_left_without_a_word_and_other_merged_ones_with_a_warning():
    result = compiled(
        '<a href="{{ unsubscribe_url }}">Stop</a><a href="https://a.example/{{ custom_fields.code }}">Code</a>'
    )
    assert 'href="{{ unsubscribe_url }}"' in result.html
    assert 'href="https://a.example/{{ custom_fields.code }}"' in result.html
    assert result.warnings == [
        "Clicks on https://a.example/{{ custom_fields.code }} are not counted: its address has a merge field."
    ]


def test_a_link_that_shows_another_host_is_warned_about():
    result = compiled(
        '<a href="https://evil.example/x">www.bank.example/login</a> <a href="https://a.example">www.a.example</a>'
    )
    assert result.warnings == [
        "A link shows www.bank.example and leads to evil.example: mail programs take that for fraud."
    ]


def test_mjml_becomes_html_with_its_liquid():
    result = compiled(
        "<mjml><mj-body><mj-section><mj-column><mj-raw>{% if first_name == 'A' and 1 < 2 %}</mj-raw>"
        "<mj-text>Bonjour {{ first_name }}</mj-text><mj-raw>{% endif %}</mj-raw>"
        '<mj-button href="https://a.example/x">Voir</mj-button></mj-column></mj-section></mj-body></mjml>'
    )
    assert "Bonjour {{ first_name }}" in result.html
    assert "{% if first_name == 'A' and 1 < 2 %}" in result.html
    assert result.links == ["https://a.example/x"]


def test_mjml_is_read_with_the_line_ends_browsers_post():
    source = "<mjml>\n  <mj-head>\n    <mj-attributes>\n    </mj-attributes>\n  </mj-head>\n<mj-body></mj-body></mjml>"
    assert compiled(source.replace("\n", "\r\n")).html == compiled(source).html


def test_mjml_that_does_not_convert_says_so():
    with pytest.raises(ValueError, match="This MJML can’t be converted"):
        compiled("<mjml><mj-body>")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example", "https://a.example?utm_source=webox&utm_medium=email"),
        ("https://a.example/x?b=2&a=1#top", "https://a.example/x?b=2&a=1&utm_source=webox&utm_medium=email#top"),
        ("https://a.example/?utm_source=moi", "https://a.example/?utm_source=moi&utm_medium=email"),
        ("https://a.example/?q=a%20b+c", "https://a.example/?q=a%20b+c&utm_source=webox&utm_medium=email"),
    ],
)
def test_utm_is_added_without_clobbering(url, expected):
    assert add_utm(url, {"utm_source": "webox", "utm_medium": "email"}) == expected


def test_a_fragment_goes_before_the_end_of_the_body_or_last():
    assert add_before_body_end("<body>a</body></html>", "<i>") == "<body>a<i></body></html>"
    assert add_before_body_end("<p>a", "<i>") == "<p>a<i>"


def test_text_reads_like_the_page():
    html = (
        "<html><head><title>t</title><style>p{}</style></head><body><h1>Bonjour {{ first_name }}</h1>"
        "<p>Un  texte\n sur deux lignes &amp; <b>gras</b>.<br>Suite</p><ul><li>un</li><li>deux</li></ul>"
        '<p><a href="https://a.example/x">Voir l’offre</a></p><div style="display: none">caché<br>aussi</div>'
        '{% if company %}<p>Pour {{ company }}</p>{% endif %}<img alt="Photo" src="x"></body></html>'
    )
    assert html_to_text(html) == (
        "Bonjour {{ first_name }}\n\nUn texte sur deux lignes & gras.\nSuite\n\n- un\n- deux\n\n"
        "Voir l’offre (https://a.example/x)\n\n{% if company %}\n\nPour {{ company }}\n\n{% endif %}Photo"
    )


@pytest.mark.parametrize(
    "before", ['data-href="https://no.example/"', 'title="href=https://no.example/"', "hreflang=fr"]
)
def test_only_the_href_itself_is_rewritten(before):
    result = compiled(f'<a {before} href="https://a.example/">A</a>')
    assert result.links == ["https://a.example/"]
    assert 'href="https://box.example/e/c/{{ token }}.1">A</a>' in result.html
    assert before.replace("=fr", '="fr"') in result.html


@pytest.mark.parametrize("href", ["javascript:alert(1)", " JaVaScript:x", "java&#10;script:x", "data:text/html,x"])
def test_a_link_that_runs_a_script_is_refused(href):
    with pytest.raises(ValueError, match="runs a script: link to a web address"):
        compiled(f'<p><a href="{href}">x</a></p>')


def test_a_tag_at_the_very_start_decides_over_its_own_text_only():
    assert compiled("{% if company %}<p>A</p>{% endif %}<p>B</p>").html == (
        "<!DOCTYPE html><html><head></head><body>{% if company %}<p>A</p>{% endif %}<p>B</p></body></html>"
    )


def test_a_tag_among_attributes_survives_and_styles_stay_where_they_are():
    source = '<html><body><style>p{color:red}</style><p {% if company %}class="a"{% endif %}>A</p></body></html>'
    result = compiled(source)
    assert result.html == source
    assert result.warnings == [
        "Styles stay in the style sheet: {% if company %} stands among attributes. "
        'Put it inside a value, as in class="{% if … %}…{% endif %}".'
    ]


@pytest.mark.parametrize("element", ["title", "textarea", "style"])
def test_tags_survive_where_html_takes_everything_for_text(element):
    inside = f"<{element}>{{% if company %}}{{{{ company }}}}{{% endif %}}</{element}>"
    assert inside in compiled(f"<html><head>{inside}</head><body><p>x</p></body></html>").html


def test_text_that_looks_like_a_placeholder_stays():
    assert "<p>lqd7dql Zoé lqd0dql</p>" in compiled("<p>lqd7dql Zoé lqd0dql</p>{{ company }}").html
    assert html_to_text("<p>lqd7dql {{ company }} lqd0dql</p>") == "lqd7dql {{ company }} lqd0dql"


@pytest.mark.parametrize("text", ["Node.js", "offer.pdf", "shop.a.example", "https://a.example/y", "www.a.example"])
def test_a_text_that_shows_no_other_site_is_not_warned_about(text):
    assert compiled(f'<a href="https://a.example/x">{text}</a>').warnings == []


def test_a_bare_domain_of_another_site_is_warned_about():
    assert compiled('<a href="https://evil.example/x">bank.com</a>').warnings == [
        "A link shows bank.com and leads to evil.example: mail programs take that for fraud."
    ]


def test_mjml_calls_no_font_server_of_its_own():
    source = "<mjml><mj-body><mj-section><mj-column><mj-text>A</mj-text></mj-column></mj-section></mj-body></mjml>"
    assert "fonts.googleapis.com" not in compiled(source).html


def test_mjml_keeps_tags_between_its_sections_columns_and_texts():
    result = compiled(
        "<mjml><mj-body>{% if company %}<mj-section><mj-column>{% if first_name %}<mj-text>A</mj-text>{% endif %}"
        "</mj-column></mj-section>{% endif %}</mj-body></mjml>"
    )
    at = [result.html.index(tag) for tag in ("{% if company %}", "{% if first_name %}", ">A<", "{% endif %}</tbody>")]
    assert at == sorted(at)
    assert result.html.endswith("{% endif %}</div></body></html>")
