from webox.lib.wrapping import broken, wrapped


def test_words_fill_lines_of_at_most_the_width():
    assert wrapped(["un", "deux", "trois", "quatre"], len, 9) == ["un deux", "trois", "quatre"]


def test_a_word_that_is_too_long_for_a_line_keeps_it():
    assert wrapped(["anticonstitutionnel", "a"], len, 6) == ["anticonstitutionnel", "a"]


def test_words_are_broken_only_where_they_must():
    assert list(broken("anticonstitutionnel", len, 6)) == ["antico", "nstitu", "tionne", "l"]
    assert list(broken("court", len, 6)) == ["court"]
    assert list(broken("ab", len, 0)) == ["a", "b"]
