"""Merge fields: what parses, what is refused with which words, what comes out."""

import datetime
import random

import pytest
from liquid import Environment
from markupsafe import Markup

from webox.lib.liquid import FILTERS, TemplateError, parse

ALLOWED = {"first_name", "last_name", "company", "custom_fields", "tags"}


def complaint(source, allowed=ALLOWED, **options):
    with pytest.raises(TemplateError) as caught:
        parse(source, allowed, **options)
    return caught.value


def test_a_value_replaces_its_field():
    assert parse("Dear {{ first_name }},", ALLOWED).render({"first_name": "Zoé"}) == "Dear Zoé,"


@pytest.mark.parametrize("values", [{}, {"first_name": None}, {"first_name": ""}])
def test_default_stands_in_for_what_is_missing_or_empty(values):
    assert parse("Dear {{ first_name | default: 'friend' }}").render(values) == "Dear friend"


def test_what_is_missing_without_a_default_is_empty():
    assert parse("[{{ first_name }}][{{ custom_fields.city.zip }}]").render({}) == "[][]"


def test_values_are_escaped_in_html_and_left_alone_elsewhere():
    values = {"first_name": "<b>Zoé & \"co\" 'x'</b>"}
    assert parse("{{ first_name }}").render(values) == "<b>Zoé & \"co\" 'x'</b>"
    escaped = "&lt;b&gt;Zoé &amp; &#34;co&#34; &#39;x&#39;&lt;/b&gt;"
    assert parse("<p>{{ first_name }}</p>", html=True).render(values) == f"<p>{escaped}</p>"
    assert parse("{% if true %}{{ first_name }}{% endif %}", html=True).render(values) == escaped


def test_escaping_twice_changes_nothing():
    values = {"first_name": "R&D"}
    assert parse("{{ first_name | escape }}", html=True).render(values) == "R&amp;D"
    assert parse("{{ first_name | escape }}").render(values) == "R&D"


def test_line_breaks_become_tags_in_html_only():
    values = {"first_name": "<a>\nb"}
    assert parse("{{ first_name | newline_to_br }}", html=True).render(values) == "&lt;a&gt;<br />\nb"
    assert parse("{{ first_name | newline_to_br }}").render(values) == "<a>\nb"


@pytest.mark.parametrize("name", ["safe", "raw", "escapejs", "base64_decode"])
def test_no_filter_switches_escaping_off(name):
    assert complaint("{{ first_name | " + name + " }}", html=True).message.startswith(f"There is no filter “{name}”.")


@pytest.mark.parametrize("name", sorted(FILTERS - {"escape", "newline_to_br", "first", "last"}))
def test_no_filter_lets_markup_through(name):
    argument = {"default": ": 'x'", "append": ": 'x'", "prepend": ": 'x'", "divided_by": ": 2"}.get(name, "")
    needs_one = [
        "at_least",
        "at_most",
        "minus",
        "modulo",
        "plus",
        "times",
        "remove",
        "remove_first",
        "remove_last",
        "split",
        "slice",
    ]
    argument = argument or (": 1" if name in needs_one else "")
    argument = argument or (": 'q', 'z'" if name.startswith("replace") else "")
    text = parse("{{ first_name | " + name + argument + " }}", html=True).render({"first_name": "<script>1"})
    assert "<" not in text


def test_the_names_a_template_uses():
    source = "{{ first_name | default: company }}{% for tag in tags %}{{ tag }}{% endfor %}{{ custom_fields.city }}"
    assert parse(source).variables == {"first_name", "company", "tags", "custom_fields.city"}


def test_an_assigned_name_is_no_merge_field():
    template = parse("{% assign who = first_name | default: 'you' %}Hi {{ who }}", ALLOWED)
    assert template.variables == {"first_name"}
    assert template.render({}) == "Hi you"


def test_a_name_allows_every_path_below_it():
    values = {"custom_fields": {"city": "Lyon", "shoe size": "42"}}
    template = parse("{{ custom_fields.city }} {{ custom_fields['shoe size'] }}", {"custom_fields"})
    assert template.render(values) == "Lyon 42"
    assert parse("{{ lead.city }}", {"lead.city"}).variables == {"lead.city"}
    assert complaint("{{ lead.zip }}", {"lead.city"}).field == "lead.zip"


def test_unknown_fields_are_named_with_the_nearest_known_one():
    error = complaint("Dear\n{{ frist_name }} {{ zzz }}")
    assert error.message == (
        "There is no merge field “frist_name”. Did you mean “first_name”? There is no merge field “zzz”. "
        "Use one of: company, custom_fields, first_name, last_name, tags."
    )
    assert (error.line, error.field) == (2, "frist_name")


@pytest.mark.parametrize(
    "source, line, message",
    [
        ("a\n{{ first_name", 2, "A merge field is opened with {{ but never closed: add }} after its name."),
        ("a\n\n{% if x", 3, "A tag is opened with {% but never closed: add %} after it."),
        ("{{ }}", 1, "A name or a value is missing between the braces."),
        ("a\n{% if tags %}\nb\n", 2, "The tag “if” is never closed: add {% endif %} where it ends."),
        (
            "{% if tags %}{% endif %}\n{% if tags %}{% if tags %}{% endif %}",
            2,
            "The tag “if” is never closed: add {% endif %} where it ends.",
        ),
        ("\n{% comment %} x", 2, "The tag “comment” is never closed: add {% endcomment %} where it ends."),
        ("{% raw %} x", 1, "The tag “raw” is never closed: add {% endraw %} where it ends."),
        (
            "a\n{% endif %}",
            2,
            "The tag “endif” closes or continues nothing: remove it, or open its tag before it.",
        ),
        ("{% fro x in tags %}", 1, "The tag “fro” can't be used here. Did you mean “for”?"),
        ("\n\n{{ first_name | upcas }}", 3, "There is no filter “upcas”. Did you mean “upcase”?"),
        ("{% if first_name = 'a' %}{% endif %}", 1, "Compare with two equals signs: ==."),
        (
            "{{ first_name last_name }}",
            1,
            "This template can't be read here (expected end of expression, found word): "
            "check quotes, commas and filters.",
        ),
        ("{% if tags %}" * 40, 1, "Too many tags inside each other: simplify the conditions."),
    ],
)
def test_a_template_that_does_not_parse_says_where_and_what_to_do(source, line, message):
    error = complaint(source)
    assert (error.message, error.line, str(error)) == (message, line, message)


@pytest.mark.parametrize("tag", ["include 'a'", "render 'a'", "liquid echo first_name", "tablerow a in tags"])
def test_tags_that_reach_outside_are_refused(tag):
    name = tag.split()[0]
    assert complaint("{% " + tag + " %}").message.startswith(f"The tag “{name}” can't be used here.")


@pytest.mark.parametrize("expression", ["(1..2000)", "(1..first_name)", "(first_name..3)"])
def test_wide_ranges_are_refused(expression):
    message = "A range needs two whole numbers at most 1000 apart, such as (1..5)."
    assert complaint("\n{% for i in " + expression + " reversed %}{% endfor %}").message == message
    assert complaint("\n{{ " + expression + " | join }}").line == 2


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in (1..900) %}{% for b in (1..900) %}x{% endfor %}{% endfor %}",
        "{% assign a = 'xxxxxxxxxx' %}{% for i in (1..100) %}{% assign a = a | append: a %}{% endfor %}",
        "{% for i in (1..100) %}{% capture a %}{{ a }}{{ a }}xxxxxxxxxxxxxxxxx{% endcapture %}{% endfor %}",
    ],
)
def test_a_template_that_swells_is_stopped(source):
    with pytest.raises(TemplateError, match="This template produces too much"):
        parse(source).render({})


def test_replacing_again_and_again_is_stopped():
    source = "{{ 'xxxxxxxxxx'" + " | replace: 'x', 'xxxxxxxxxx'" * 12 + " }}"
    with pytest.raises(TemplateError, match="the result is too long"):
        parse(source).render({})


def test_a_filter_that_can_not_work_names_its_source():
    template = parse("{{ custom_fields.age | divided_by: custom_fields.zero }}")
    with pytest.raises(TemplateError) as caught:
        template.render({"custom_fields": {"age": 3, "zero": 0}})
    assert caught.value.message == (
        "“custom_fields.age | divided_by: custom_fields.zero” can't be worked out for this person "
        "(divided_by: can't divide by 0): check its filters."
    )


@pytest.mark.parametrize(
    "value, text",
    [
        (None, ""),
        ("", ""),
        (datetime.date(2026, 3, 9), "09/03/2026"),
        ("2026-03-09", "09/03/2026"),
        ("soon", "soon"),
        ("9" * 30, "9" * 30),
    ],
)
def test_a_date_is_formatted_and_a_strange_one_left_as_it_is(value, text):
    assert parse("{{ born | date: '%d/%m/%Y' }}").render({"born": value}) == text


def test_attributes_of_objects_are_out_of_reach():
    template = parse("{{ tags.__class__ }}{{ first_name.__class__.__mro__ }}{{ when.year }}{{ tags.append }}")
    assert template.render({"tags": [1], "first_name": "a", "when": datetime.date(2026, 1, 1)}) == ""


def test_parts_of_a_template_without_tags():
    template = parse("Hi {{ first_name | default: last_name }}{% # note %}, {%- comment %}x{% endcomment %} bye")
    before, expression, *after = template.parts
    assert (before, after) == ("Hi ", [",", " bye"])
    assert expression.source == "first_name | default: last_name"
    assert expression.variables == ("first_name", "last_name")
    assert expression.render({"last_name": "Petit"}) == "Petit"


@pytest.mark.parametrize("source, parts", [("", []), ("text", ["text"]), ("{% raw %}{{ a }}{% endraw %}", ["{{ a }}"])])
def test_parts_of_a_template_without_fields(source, parts):
    assert parse(source).parts == parts


def test_a_template_with_tags_has_no_parts():
    assert parse("{% if tags %}a{% endif %}").parts is None


def test_a_remembered_result_is_not_given_to_an_equal_looking_value():
    template = parse("{{ first_name | default: 'x' }}", html=True)
    assert [template.render({"first_name": value}) for value in (1, True, 1.0, "1", False, "1")] == [
        "1",
        "true",
        "1.0",
        "1",
        "x",
        "1",
    ]
    assert template.render({"first_name": Markup("<b>")}) == "<b>"
    assert template.render({"first_name": "<b>"}) == "&lt;b&gt;"


def test_what_is_remembered_stays_bounded():
    (expression,) = parse("{{ first_name | upcase }}").parts
    assert [expression.render({"first_name": f"n{i}"}) for i in range(10_000)][-1] == "N9999"
    assert len(expression._memo) <= 4_096


@pytest.mark.parametrize("html", [False, True])
def test_parts_give_what_liquid_itself_gives(html):
    source = (
        "{{ a }}-{{ a | default: b }}-{{ c.d | upcase | truncate: 5 }}-{{ a | append: b }}-{{ c['d'] }}-{{ b -}}  \n"
        "{{ a | capitalize | default: 'x & y' }}{{ c }}{{ b | split: ',' | join: ';' }}{{ a | size }}"
    )
    chance = random.Random(7)
    letters = "aé<>&\"' ,\n\r😀{}%=._"
    reference = Environment(autoescape=html).from_string(source)
    template = parse(source, html=html)
    assert template.parts is not None
    for _ in range(500):
        values = {
            name: chance.choice([None, 3, 2.5, True, "".join(chance.choices(letters, k=chance.randint(0, 8)))])
            for name in "ab"
        }
        values["c"] = {"d": "".join(chance.choices(letters, k=4))} if chance.random() < 0.7 else "plain"
        assert template.render(values) == reference.render(values)
