"""A mail server's address and manners, from settings or a URL."""

import socket
import ssl
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

_PORTS = {"none": 25, "starttls": 587, "tls": 465}
_OPTIONS = ("security", "connections", "timeout", "final_timeout", "local_hostname", "verify", "ca_file")
_DAY = 86_400
_SWITCH = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True)
class Server:
    """Where and how to send. Times in seconds; `final_timeout` is the wait for the reply to a body.

    That wait is long because giving up there leaves a message uncertain (RFC 5321 4.5.3.2.6 asks for ten minutes).
    """

    host: str
    port: int = 0  # 0: the usual port of `security`
    username: str = ""
    password: str = field(default="", repr=False)
    security: str = "none"  # none, starttls or tls
    connections: int = 8
    timeout: float = 60
    final_timeout: float = 300
    local_hostname: str = ""
    verify: bool = True
    ca_file: str = ""

    def __post_init__(self):
        if not self.host or any(c.isspace() for c in self.host):
            raise ValueError("The mail server's host is missing.")
        if self.security not in _PORTS:
            raise ValueError(f"security is {self.security!r}: it must be none, starttls or tls.")
        if not 0 <= self.port < 65536:
            raise ValueError(f"port is {self.port}: it must be between 1 and 65535.")
        if not 1 <= self.connections <= 1000:
            raise ValueError(f"connections is {self.connections}: it must be between 1 and 1000.")
        if not (0 < self.timeout <= _DAY and 0 < self.final_timeout <= _DAY):
            raise ValueError("timeout and final_timeout must be above 0 seconds and at most a day.")
        if not self.local_hostname.isascii() or any(c.isspace() for c in self.local_hostname):
            raise ValueError(f"local_hostname is {self.local_hostname!r}: it must be a host name.")
        if not self.port:
            object.__setattr__(self, "port", _PORTS[self.security])

    @classmethod
    def from_url(cls, url: str) -> "Server":
        """Reads smtp://user:password@host:587?security=starttls&connections=8 (smtps:// means security=tls).

        The other fields are options too. ValueError names what is wrong, without the password.
        """
        try:
            parts = urlsplit(url)
        except ValueError:
            # Its message would show the password.
            raise ValueError("it is not a URL such as smtp://user:password@host:587.") from None
        if parts.scheme not in ("smtp", "smtps"):
            raise ValueError(f"the scheme is {parts.scheme!r}: it must be smtp or smtps.")
        if parts.path not in ("", "/") or parts.fragment:
            raise ValueError("nothing may stand between host:port and the options after the question mark.")
        try:
            port = parts.port or 0
        except ValueError:
            raise ValueError("the port is not a number between 1 and 65535.") from None
        if "@" in parts.query:
            # A question mark in a password: what follows it must not be shown as an option.
            raise ValueError("special characters in the user name and password must be percent-encoded.")
        options = {"security": "tls"} if parts.scheme == "smtps" else {}
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            options[name] = _option(name, value)
        return cls(
            parts.hostname or "",
            port,
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            **options,
        )

    @property
    def greeting_name(self):
        """What EHLO says: the configured name, else this machine's when it is a full one, else a literal."""
        own = self.local_hostname or socket.gethostname()
        return own if self.local_hostname or ("." in own and own.isascii()) else "[127.0.0.1]"

    def context(self):
        """The TLS context, made once per sender; None without TLS. Raises OSError on an unreadable ca_file."""
        if self.security == "none":
            return None
        context = ssl.create_default_context(cafile=self.ca_file or None)
        if not self.verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


def _option(name, value):
    if name in ("security", "local_hostname", "ca_file"):
        return value
    if name == "verify":
        if value.lower() not in _SWITCH:
            raise ValueError(f"verify is {value!r}: it must be yes or no.")
        return _SWITCH[value.lower()]
    if name not in _OPTIONS:
        raise ValueError(f"{name!r} is not an option; the options are {', '.join(_OPTIONS)}.")
    try:
        return int(value) if name == "connections" else float(value)
    except ValueError:
        kind = "whole number" if name == "connections" else "number"
        raise ValueError(f"{name} is {value!r}: it must be a {kind}.") from None
