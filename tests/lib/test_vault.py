import pytest

from webox.lib import vault


def test_what_is_sealed_opens_again_and_shows_nothing():
    sealed = vault.seal("sk-clé-0123")
    assert vault.unseal(sealed) == "sk-clé-0123"
    assert "0123" not in sealed
    assert vault.seal("sk-clé-0123") != sealed, "two of the same are not told to be the same"


def test_nothing_stays_nothing():
    assert (vault.seal(""), vault.unseal("")) == ("", "")


def test_what_an_earlier_key_sealed_still_opens(settings):
    sealed, settings.SECRET_KEY_FALLBACKS = vault.seal("secret"), [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, of another year"
    assert vault.unseal(sealed) == "secret"
    again = vault.seal("secret")
    settings.SECRET_KEY_FALLBACKS = []
    assert vault.unseal(again) == "secret"
    with pytest.raises(vault.Unreadable):
        vault.unseal(sealed)


@pytest.mark.parametrize("change", [lambda text: text[:-4], lambda text: "x" + text[1:], lambda text: "not sealed, né"])
def test_what_was_changed_on_the_way_is_unreadable(change):
    with pytest.raises(vault.Unreadable):
        vault.unseal(change(vault.seal("secret")))


def test_a_key_for_one_purpose_opens_nothing_of_another(settings):
    """The sealing key is made from SECRET_KEY and is not SECRET_KEY."""
    assert vault._derived(settings.SECRET_KEY) != vault._derived(settings.SECRET_KEY + " ")
    assert settings.SECRET_KEY.encode() not in vault._derived(settings.SECRET_KEY)
