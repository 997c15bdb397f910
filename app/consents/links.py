"""Links to consent pages: made for one participant, copied or mailed, ended and taken up again."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import segno
from sqlmodel import Session

from app.access.viewer import Viewer
from app.consents import mails, queries, templates
from app.consents.models import ConsentLink, ConsentTemplateVersion
from app.consents.offers import language_for
from app.consents.queries import KnownLink
from app.core import mail
from app.core.clock import now
from app.core.database import Database
from app.core.errors import Conflict, NotFound
from app.core.settings import Settings
from app.grants import service as granting
from app.grants.models import Grant
from app.grants.queries import State, state_of
from app.jobs import service as jobs
from app.participants import queries as participants
from app.participants.models import Participant

MAIL = "consents.mail"
KIND, TARGET = "consent", "participant"
WAITS = timedelta(days=90)
"""How long a link waits for a signature. One that was signed does not end: it is the way to take the consent back."""
_ADDRESS = re.compile(r"[^\s<>,;:\"()]+@[^\s<>,;:\"()@]+\.[^\s<>,;:\"()@.]{2,}")


def address_in(contact: str) -> str | None:
    """The e-mail address in a contact, which may hold more than that."""
    found = _ADDRESS.search(contact)
    return found[0] if found else None


def make(
    session: Session,
    viewer: Viewer,
    *,
    participant: Participant,
    version: ConsentTemplateVersion,
    language: str | None = None,
    by_mail: bool = False,
    renews: bool = False,
    batch_id: str | None = None,
) -> tuple[ConsentLink, str]:
    """A link for somebody the viewer may research, and its token. A mailed one gets another token when it is sent."""
    grant, token = granting.create(
        session,
        viewer,
        kind=KIND,
        target_kind=TARGET,
        target_id=participant.id,
        expires_at=now() + WAITS,
    )
    link = ConsentLink(
        participant_id=participant.id,
        grant_id=grant.id,
        version_id=version.id,
        language=language_for(list(version.texts), language or ""),
        by_mail=by_mail,
        renews=renews,
        batch_id=batch_id,
    )
    session.add(link)
    session.flush()
    if by_mail:
        args = {"link_id": link.id, "sender": viewer.name}
        jobs.enqueue(session, MAIL, args, key=f"{MAIL}:{link.id}", owner_id=viewer.user_id or None)
    return link, token


def ask(
    session: Session,
    viewer: Viewer,
    settings: Settings,
    *,
    participant_id: str,
    template_id: str,
    language: str | None = None,
    by_mail: bool = False,
    renews: bool = False,
) -> tuple[ConsentLink, str | None]:
    """Asks a participant for consent; returns the link, and its address unless it goes out by mail."""
    participant, _, _ = participants.get_for_research(session, viewer, participant_id)
    version = templates.to_ask_with(session, viewer, template_id)
    if by_mail:
        need_mail(settings, participant)
    link, token = make(
        session,
        viewer,
        participant=participant,
        version=version,
        language=language,
        by_mail=by_mail,
        renews=renews,
    )
    return link, None if by_mail else url_of(settings, token)


def can_mail(settings: Settings, participant: Participant) -> bool:
    """Whether a link can reach somebody by mail."""
    return settings.sends_mail and address_in(participant.contact) is not None


def need_mail(settings: Settings, participant: Participant) -> None:
    """Raises Conflict unless a link can reach somebody by mail."""
    if not settings.sends_mail:
        raise Conflict("This server sends no mail. Copy the link, and send it yourself.", code="no_mail")
    if address_in(participant.contact) is None:
        message = f"The contact of {participant.pseudonym} holds no e-mail address. Add one, or copy the link."
        raise Conflict(message, code="no_address")


def url_of(settings: Settings, token: str) -> str:
    """The address of a consent page."""
    return f"{settings.origin}/consent/{token}"


def qr_of(url: str) -> str:
    """An address as a picture to scan from paper or a screen, as a data: address."""
    return str(segno.make(url, error="m").svg_data_uri(scale=4, border=2, dark="#221d17", light="#ffffff"))


def get(session: Session, viewer: Viewer, link_id: str) -> KnownLink:
    """One link of somebody the viewer may research."""
    link = session.get(ConsentLink, link_id)
    if link is None:
        raise NotFound
    participants.get_for_research(session, viewer, link.participant_id)
    return next(
        one for one in queries.links_of(session, [link.participant_id])[link.participant_id] if one.link == link
    )


def end(session: Session, viewer: Viewer, *, link_id: str) -> KnownLink:
    """Ends a link: its page opens no more. What was signed by it holds."""
    known = get(session, viewer, link_id)
    granting.revoke(session, viewer, known.grant)
    return known


def take_up(session: Session, viewer: Viewer, *, link_id: str) -> KnownLink:
    """Lets an ended link open its page again."""
    known = get(session, viewer, link_id)
    granting.restore(session, viewer, known.grant)
    return known


def mailer(database: Database, settings: Settings) -> jobs.Handler:
    """The job that mails a link. The token is made here, so that not even the queue ever holds one."""

    def deliver(args: Mapping[str, Any], _progress: jobs.Progress) -> None:
        link_id = str(args["link_id"])
        with database.write() as session:
            made = _made(session, settings, link_id, str(args["sender"]))
        if made is None:
            return
        mail.send(settings, made)
        with database.write() as session:
            if link := session.get(ConsentLink, link_id):
                link.sent_at = now()
                session.add(link)

    return deliver


def _made(session: Session, settings: Settings, link_id: str, sender: str) -> mail.Mail | None:
    link = session.get(ConsentLink, link_id)
    grant = session.get(Grant, link.grant_id) if link else None
    participant = session.get(Participant, link.participant_id) if link else None
    if link is None or grant is None or participant is None or state_of(grant) is not State.LIVE or link.sent_at:
        return None
    to = address_in(participant.contact)
    if to is None:
        raise NotFound("Their contact holds no e-mail address any more.")
    return mails.asking(
        to=to,
        language=link.language,
        sender=sender,
        url=url_of(settings, granting.rekey(session, grant)),
        renews=link.renews,
        days=WAITS.days,
    )
