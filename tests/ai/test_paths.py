import pytest
from hypothesis import given
from hypothesis import strategies as st

from webox.ai.paths import leaves, look_up, replaced, storable

VALUE = {
    "subject": "Bread",
    "pages": [{"headline": "One", "price": 4}, {"headline": "Two", "a/b~c": "Deep"}],
    "": "Empty",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=5), children, max_size=4),
    max_leaves=12,
)


def test_leaves_are_the_texts_in_reading_order():
    assert list(leaves(VALUE)) == [
        ("/subject", "Bread"),
        ("/pages/0/headline", "One"),
        ("/pages/1/headline", "Two"),
        ("/pages/1/a~1b~0c", "Deep"),
        ("/", "Empty"),
    ]
    assert list(leaves("alone")) == [("", "alone")]


def test_a_place_is_found_and_filled_without_touching_the_rest():
    assert look_up(VALUE, "/pages/1/headline") == "Two"
    assert look_up(VALUE, "/pages/1/a~1b~0c") == "Deep"
    changed = replaced(VALUE, "/pages/1/headline", "Three")
    assert changed["pages"] == [VALUE["pages"][0], {"headline": "Three", "a/b~c": "Deep"}]
    assert VALUE["pages"][1]["headline"] == "Two"
    assert replaced(VALUE, "", "All") == "All"


@pytest.mark.parametrize(
    "path", ["/title", "subject", "/pages/2", "/pages/-1", "/pages/x", "/pages/²", "/pages/0/headline/0", "/pages/"]
)
def test_where_nothing_stands_nothing_is_found_or_filled(path):
    with pytest.raises(KeyError):
        look_up(VALUE, path)
    with pytest.raises(KeyError):
        replaced(VALUE, path, "x")


@given(JSON)
def test_every_leaf_is_found_at_its_path(value):
    for path, text in leaves(value):
        assert look_up(value, path) == text
        assert look_up(replaced(value, path, "new"), path) == "new"


@given(JSON)
def test_what_is_stored_is_what_a_database_takes(value):
    for _path, text in leaves(storable(value)):
        assert "\x00" not in text
        text.encode("utf-8")


def test_only_what_a_database_refuses_is_left_out():
    assert storable({"a\x00": ["é\x00\ud800😀", 5, None, True]}) == {"a": ["é?😀", 5, None, True]}
