"""E-mails: through an SMTP server with encryption or, when none is set, as files under `data/outbox`.

Sending blocks, so it belongs into a job's thread.
"""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from privexbot_app.settings import settings

SECONDS = 15
PORTS = {"smtp": 587, "smtps": 465, "smtp+plain": 25}


class MailError(Exception):
    """The mail was not taken; the reason names no address and no password."""


@dataclass(frozen=True)
class Mail:
    """A text to one person; two mails of one identity are the same mail, sent again."""

    to: str
    subject: str
    text: str
    identity: str


class Mailer(Protocol):
    """Sends mails."""

    def send(self, mail: Mail) -> None:
        """Returns when somebody else is responsible for it; raises MailError."""
        ...


def has_server() -> bool:
    """Whether mails reach anybody, and do not just lie in a folder."""
    return bool(settings().smtp_url.get_secret_value())


def mailer() -> Mailer:
    """The mailer of this install."""
    url, sender = settings().smtp_url.get_secret_value(), settings().mail_from
    return SmtpMailer(url, sender) if url else Outbox(settings().data_dir / "outbox", sender)


@dataclass(frozen=True)
class Outbox:
    """Keeps each mail as a file that mail programs open; the same mail again is the same file."""

    folder: Path
    sender: str

    def send(self, mail: Mail) -> None:
        """See `Mailer`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f".{mail.identity}"
        draft.write_bytes(_message(mail, self.sender).as_bytes())
        draft.replace(self.folder / f"{mail.identity}.eml")


@dataclass(frozen=True)
class SmtpMailer:
    """`smtp://` asks for STARTTLS and goes no further without; `smtps://` is encrypted from the start.

    `smtp+plain://` is neither: for a relay on the same machine.
    """

    url: str
    sender: str

    def send(self, mail: Mail) -> None:
        """See `Mailer`."""
        try:
            with _connections()[urlsplit(self.url).scheme](urlsplit(self.url)) as server:
                server.send_message(_message(mail, self.sender))
        except smtplib.SMTPException as error:
            raise MailError(f"The mail server refused it ({type(error).__name__}).") from None
        except OSError as error:
            raise MailError(f"The mail server could not be reached ({type(error).__name__}).") from None


@lru_cache(maxsize=1)
def _connections() -> dict[str, Callable[[SplitResult], smtplib.SMTP]]:
    return {"smtp": _with_starttls, "smtps": _encrypted, "smtp+plain": _plain}


def _with_starttls(url: SplitResult) -> smtplib.SMTP:
    server = _connected(smtplib.SMTP(timeout=SECONDS), url)
    server.starttls(context=ssl.create_default_context())
    return _signed_in(server, url)


def _encrypted(url: SplitResult) -> smtplib.SMTP:
    return _signed_in(_connected(smtplib.SMTP_SSL(timeout=SECONDS, context=ssl.create_default_context()), url), url)


def _plain(url: SplitResult) -> smtplib.SMTP:
    return _signed_in(_connected(smtplib.SMTP(timeout=SECONDS), url), url)


def _connected(server: smtplib.SMTP, url: SplitResult) -> smtplib.SMTP:
    """The name is kept for the certificate."""
    host = url.hostname or "localhost"
    server._host = host  # type: ignore[attr-defined]  # smtplib sets it only when it connects while it is made
    server.connect(host, url.port or PORTS[url.scheme])
    return server


def _signed_in(server: smtplib.SMTP, url: SplitResult) -> smtplib.SMTP:
    if url.username:
        server.login(unquote(url.username), unquote(url.password or ""))
    return server


def _message(mail: Mail, sender: str) -> EmailMessage:
    """Nothing in it can begin another header: blanks of every kind become one blank."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"], message["Message-ID"] = formatdate(), f"<{mail.identity}@privexbot>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message
