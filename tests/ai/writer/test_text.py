import pytest

from webox.ai.writer.text import clean, clip, name_of, sentence_case, sentence_of, tidy


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  a\tb\n c ", "a b c"),
        ("{{ first_name }}", "(( first_name ))"),
        ("[a|b]", "(a/b)"),
        ("a\u202eb\x00c", "ab c"),
        (None, ""),
        (12, "12"),
    ],
)
def test_what_people_type_is_one_plain_line(typed, cleaned):
    assert clean(typed) == cleaned


def test_names_and_sentences_lose_their_last_mark():
    assert name_of("Gestion du temps...") == "Gestion du temps"
    assert name_of(" – Comment vendre ? ") == "Comment vendre"
    assert name_of("!!!") == ""
    assert sentence_of("Nous aidons. Toujours.") == "Nous aidons. Toujours"
    assert sentence_of("Prêts ?") == "Prêts ?"


def test_a_cut_falls_between_words():
    assert clip("Une phrase courte", 17) == "Une phrase courte"
    assert clip("Une phrase, courte", 12) == "Une phrase"
    assert clip("Anticonstitutionnellement", 8) == "Anticons"


def test_marks_that_meet_are_one():
    assert tidy("Chez Yahoo!. Oui  , bien") == "Chez Yahoo! Oui, bien"
    assert tidy("Vraiment. ?") == "Vraiment ?"
    assert sentence_case("du nouveau") == "Du nouveau"
    assert sentence_case("iPhone neuf") == "iPhone neuf"
