import pytest
from django.core.exceptions import ValidationError

from webox.lib.addresses import normalise_email, truncate_ip


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ada@Example.COM \n", "ada@example.com"),
        ("ada+lovelace@example.com", "ada+lovelace@example.com"),
        ("ada@münchen.example", "ada@xn--mnchen-3ya.example"),
        ("a.b-c_d@sub.example.co.uk", "a.b-c_d@sub.example.co.uk"),
    ],
)
def test_an_address_is_kept_in_one_way(typed, kept):
    assert normalise_email(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        *["", "ada", "ada@", "@example.com", "ada@example", "a b@example.com", "ada@exa mple.com", "ada@é..com"],
        *["a\n@b.com", f"ada@{'é' * 70}.com", "ada@example.com, eve@example.com", "ada@-é.com@"],
    ],
)
def test_what_is_not_an_address_is_refused(typed):
    with pytest.raises(ValidationError):
        normalise_email(typed)


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::"),
        ("2001:db8::1", "2001:db8::"),
        ("::1", "::"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_an_ip_is_cut_to_its_network(ip, network):
    assert truncate_ip(ip) == network
