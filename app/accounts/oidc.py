"""Signing in with an identity provider: OpenID Connect by discovery, authorization code with PKCE.

Authlib speaks OAuth, joserfc checks the ID token. What the browser carries between leaving and coming back is signed
and for this one try only. Who somebody is here is decided by `subject`, never by an address alone: an address counts
only when the provider says that it verified it, and only in the domains that the provider may speak for.
"""

import hmac
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any, cast

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization
from sqlmodel import Session, select

from app.accounts import groups, service
from app.accounts.models import User, UserIdentity
from app.core.clock import now
from app.core.errors import NotAllowed, NotFound, NotSignedIn, Unavailable
from app.core.settings import OidcProvider, Settings

TIMEOUT_SECONDS = 10
LASTS_SECONDS = 600
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures by a public key. Never `none`, and never HS256: its key is a secret that travels."""


@dataclass(frozen=True, slots=True)
class Journey:
    """One try to sign in, kept in the browser between leaving and coming back."""

    provider: str
    state: str
    nonce: str
    verifier: str
    next: str
    until: int

    def sealed(self, key: bytes) -> str:
        """As a signed text for a cookie."""
        body = urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()
        return f"{body}.{_signature(key, body)}"


def opened(key: bytes, text: str) -> Journey | None:
    """The journey in a cookie; None for a forged or an old one."""
    body, _, signature = text.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _signature(key, body).encode()):
        return None
    journey = Journey(**json.loads(urlsafe_b64decode(body)))
    return journey if journey.until > now().timestamp() else None


def provider_of(settings: Settings, provider_id: str) -> OidcProvider:
    """The provider of the settings, or NotFound."""
    for provider in settings.oidc:
        if provider.id == provider_id:
            return provider
    raise NotFound("There is no such identity provider.")


def begin(settings: Settings, provider: OidcProvider, *, after: str) -> tuple[str, Journey]:
    """Where to send the browser, and what it has to bring back."""
    journey = Journey(
        provider=provider.id,
        state=secrets.token_urlsafe(24),
        nonce=secrets.token_urlsafe(24),
        verifier=secrets.token_urlsafe(48),
        next=after,
        until=int(now().timestamp()) + LASTS_SECONDS,
    )
    place = _discovered(provider)["authorization_endpoint"]
    with _client(settings, provider) as client:
        url, _ = client.create_authorization_url(
            place, state=journey.state, nonce=journey.nonce, code_verifier=journey.verifier
        )
    return url, journey


def claims_of(settings: Settings, provider: OidcProvider, journey: Journey, *, code: str, state: str) -> dict[str, Any]:
    """What the provider says about whoever came back; raises NotSignedIn for anything that does not fit."""
    if journey.provider != provider.id or not hmac.compare_digest(journey.state.encode(), state.encode()):
        raise NotSignedIn("This sign-in was not begun in this browser. Try again.", code="oidc_state")
    found = _discovered(provider)
    try:
        with _client(settings, provider) as client:
            answer = client.fetch_token(
                found["token_endpoint"], code=code, code_verifier=journey.verifier, timeout=TIMEOUT_SECONDS
            )
            claims = _verified(provider, found, str(answer.get("id_token", "")), journey.nonce)
            if "email" not in claims and "userinfo_endpoint" in found:
                more = client.get(found["userinfo_endpoint"], timeout=TIMEOUT_SECONDS).json()
                # OpenID Connect Core 5.3.2: the answer counts only for the same subject.
                claims = {**more, **claims} if more.get("sub") == claims["sub"] else claims
    except (OAuthError, JoseError, ValueError) as error:
        raise NotSignedIn(f"{provider.name} did not confirm who you are. Try again.", code="oidc_refused") from error
    except requests.RequestException as error:
        raise Unavailable(f"{provider.name} does not answer right now.", code="oidc_unavailable") from error
    return claims


def user_of(session: Session, settings: Settings, provider: OidcProvider, claims: Mapping[str, Any]) -> User:
    """Who this is here: known by the provider's subject, else by a verified address, else somebody new.

    Raises NotAllowed for somebody who may not come in.
    """
    subject = str(claims["sub"])
    user = _known(session, provider, subject) or _matched(session, provider, claims)
    if not user.active or user.kind != "person":
        raise NotAllowed("Your access here has ended. Ask an administrator.", code="oidc_inactive")
    if _known(session, provider, subject) is None:
        session.add(UserIdentity(user_id=user.id, provider=provider.id, subject=subject))
    named = claims.get(provider.groups_claim)
    if isinstance(named, list):
        groups.apply_role(session, user, groups.role_of([str(name) for name in named], settings.group_roles))
    return user


def _known(session: Session, provider: OidcProvider, subject: str) -> User | None:
    query = select(User).join(UserIdentity).where(UserIdentity.provider == provider.id, UserIdentity.subject == subject)
    return session.exec(query).first()


def _matched(session: Session, provider: OidcProvider, claims: Mapping[str, Any]) -> User:
    email = str(claims.get("email", "")).strip().lower()
    if "@" not in email or claims.get("email_verified") is not True:
        message = f"{provider.name} has not verified your e-mail address, so we cannot tell who you are here."
        raise NotAllowed(message, code="oidc_unverified")
    if provider.domains and email.rpartition("@")[2] not in {domain.lower() for domain in provider.domains}:
        raise NotAllowed(f"Addresses like yours do not sign in with {provider.name}.", code="oidc_domain")
    if user := session.exec(select(User).where(User.email == email)).first():
        return user
    if not provider.create:
        raise NotAllowed("You have no account here yet. Ask an administrator for one.", code="oidc_unknown")
    name = " ".join(str(claims.get("name") or email.partition("@")[0]).split())[:120]
    return service.create_user(session, email=email, name=name, role="viewer", password=None)


def _verified(provider: OidcProvider, found: Mapping[str, Any], token: str, nonce: str) -> dict[str, Any]:
    """The claims of an ID token: signature, issuer, audience, time and nonce (OpenID Connect Core 3.1.3.7)."""
    keys = KeySet.import_key_set(cast("KeySetSerialization", _asked(found["jwks_uri"])))
    read = jwt.decode(token, keys, algorithms=ALGORITHMS)
    jwt.JWTClaimsRegistry(
        leeway=60,
        iss={"essential": True, "value": found["issuer"]},
        aud={"essential": True, "value": provider.client_id},
        sub={"essential": True},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
    ).validate(read.claims)
    authorized = read.claims.get("azp")
    if authorized is not None and authorized != provider.client_id:
        raise ValueError("the token was made for somebody else")
    return dict(read.claims)


def _discovered(provider: OidcProvider) -> dict[str, Any]:
    found = _asked(f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    # OpenID Connect Discovery 4.3: whoever answers must be who was asked.
    if str(found.get("issuer", "")).rstrip("/") != provider.issuer.rstrip("/"):
        raise Unavailable(f"{provider.name} answers with another issuer's name.", code="oidc_unavailable")
    return found


def _asked(url: str) -> dict[str, Any]:
    try:
        answer = requests.get(url, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise Unavailable("The identity provider does not answer right now.", code="oidc_unavailable") from error
    return found


def _client(settings: Settings, provider: OidcProvider) -> Any:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret or None,
        scope=provider.scopes,
        redirect_uri=f"{settings.origin}/api/oidc/{provider.id}/callback",
        code_challenge_method="S256",
        token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none",
    )


def _signature(key: bytes, body: str) -> str:
    return hmac.new(key, b"oidc." + body.encode(), sha256).hexdigest()
