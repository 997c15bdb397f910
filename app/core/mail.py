"""Mail: one message, plain text and HTML, handed to the mail server that the settings name."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from html import escape

from app.core.errors import Unavailable
from app.core.settings import Settings

TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person: paragraphs, and at most one thing to press."""

    to: str
    subject: str
    paragraphs: tuple[str, ...]
    language: str = "en"
    button: str = ""
    url: str = ""

    def text(self) -> str:
        """The plain reading."""
        return "\n\n".join([*self.paragraphs[:1], *([self.url] if self.url else []), *self.paragraphs[1:]]) + "\n"

    def html(self) -> str:
        """The same words for readers of HTML; nothing is loaded from anywhere."""
        first, *others = (f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)
        button = (
            f'<p style="margin:28px 0"><a href="{escape(self.url)}" style="background:#8a3b12;color:#fff;'
            f'padding:12px 20px;border-radius:8px;text-decoration:none;font-weight:600">{escape(self.button)}</a></p>'
            if self.url
            else ""
        )
        return (
            f'<!doctype html><html lang="{escape(self.language)}"><body style="margin:0;background:#f8f5ef;'
            'color:#221d17"><div style="max-width:520px;margin:0 auto;padding:32px 24px;'
            'font:16px/1.5 system-ui,sans-serif">'
            f"{first}{button}{''.join(others)}</div></body></html>"
        )


def send(settings: Settings, mail: Mail) -> None:
    """Hands a mail to the mail server; raises Unavailable when it is not taken, so that a job tries again."""
    message = _message(settings, mail)
    try:
        with _connected(settings) as server:
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise Unavailable(f"The mail server did not take the mail: {error}", code="mail_failed") from error


def _message(settings: Settings, mail: Mail) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.mail_from, mail.to, mail.subject
    message["Date"] = formatdate(localtime=False)
    message["Message-ID"] = make_msgid(domain=parseaddr(settings.mail_from)[1].rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text())
    message.add_alternative(mail.html(), subtype="html")
    return message


def _connected(settings: Settings) -> smtplib.SMTP:
    where = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(*where, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    server = smtplib.SMTP(*where, timeout=TIMEOUT_SECONDS)
    if settings.smtp_security == "starttls":
        server.starttls(context=ssl.create_default_context())
    return server
