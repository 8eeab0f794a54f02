"""Email addresses as people type them."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def normalise_email(text: str) -> str:
    """Trimmed and lower-cased, with an IDNA domain, so that one person is one address.

    Raises ValidationError (Django's, translated) when it is not an address.
    """
    address = text.strip().lower()
    local, _, domain = address.rpartition("@")
    if not domain.isascii():
        try:
            address = f"{local}@{domain.encode('idna').decode('ascii')}"
        except UnicodeError as error:
            raise ValidationError(validate_email.message, code="invalid") from error
    validate_email(address)
    return address


def truncate_ip(ip: str) -> str:
    """The network of an address (IPv4 /24, IPv6 /48): enough as proof of consent, not enough to find a person."""
    if ":" in ip:
        groups = ip.split("::")[0].split(":")[:3]
        return ":".join([*groups, "", ""]) if len(groups) < 3 else ":".join(groups) + "::"
    parts = ip.split(".")
    return ".".join([*parts[:3], "0"]) if len(parts) == 4 else ""
