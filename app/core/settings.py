"""Settings: every one is an environment variable `FIRSTHAND_<NAME>`; the defaults run on a laptop."""

import secrets
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

RoleName = Literal["admin", "researcher", "viewer"]
DEFAULT_SECRETS = ("change", "example", "secret", "firsthand", "please")
"""What a secret copied from an example begins with."""


class OidcProvider(BaseModel):
    """An identity provider that people may sign in with, found by OpenID Connect discovery."""

    id: str = Field(pattern=r"^[a-z0-9-]{1,40}$", description="Part of the address that the provider sends people to")
    name: str = Field(description="What the button on the sign-in page says")
    issuer: str = Field(description="Where its /.well-known/openid-configuration is")
    client_id: str
    client_secret: str = ""
    scopes: str = "openid email profile"
    domains: list[str] = Field(default=[], description="Domains of e-mail addresses it may speak for; empty: any")
    create: bool = Field(default=True, description="Make an account for whoever comes first by it")
    groups_claim: str = "groups"


class Settings(BaseSettings):
    """Read once at the start and handed to `create_app`; nothing reads the environment later."""

    model_config = SettingsConfigDict(env_prefix="FIRSTHAND_", env_file=".env", extra="ignore")

    environment: Literal["development", "production"] = "development"
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = Field(default="", description="How browsers reach this server, e.g. https://voices.example")
    data: Path = Field(default=Path("data"), description="Folder for the database, the index and the files")
    database_url: str = Field(default="", description="Empty: SQLite in the data folder")
    search: Literal["embedded", "meilisearch", "memory"] = "embedded"
    meili_url: str = "http://127.0.0.1:7700"
    meili_key: str = ""
    meili_key_file: Path | None = Field(default=None, description="A file that holds its key instead")
    meili_index: str = "quotes"
    semantic: bool = Field(default=False, description="Find quotes by meaning too; needs the extra firsthand[semantic]")
    semantic_model: str = Field(default="", description="Folder of the model; empty: the one that comes with the extra")
    store_url: str = Field(default="", description="Empty: the data folder; else s3://bucket/prefix")
    secret: str = Field(default="", description="Signs media links. Empty: made once, kept in the data folder")
    private_keys: str = Field(
        default="",
        description="Seal legal names, contacts and the like: the first of several, with commas, is in force",
    )
    worker: bool = Field(default=True, description="Run jobs and the relay inside the web process")
    heavy_jobs: int = Field(default=1, ge=1, le=64, description="How many transcodes and renders run at a time")
    render_cache_bytes: int = Field(
        default=20 * 1024**3,
        ge=0,
        description="Rendered reels and their pieces; what was used least recently goes first",
    )
    demo: bool = Field(default=False, description="Load the demo repository into an empty database")
    session_days: int = 30
    max_transcript_bytes: int = 20 * 1024 * 1024
    max_recording_bytes: int = 20 * 1024**3
    trusted_proxies: str = Field(
        default="127.0.0.1", description="Addresses or networks, with commas, whose X-Forwarded-* headers are believed"
    )
    mail_from: str = Field(default="", description="The sender of mails, e.g. Firsthand <voices@example.com>")
    smtp_host: str = Field(default="", description="The mail server; empty: no mails, administrators hand links out")
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    second_factor: Literal["optional", "admins", "everyone"] = Field(
        default="optional", description="Who has to have a second factor when signing in with a password or a link"
    )
    oidc: list[OidcProvider] = Field(default=[], description="Identity providers, as JSON; see docs/administration.md")
    group_roles: dict[str, RoleName] = Field(
        default={}, description='Roles of groups of the identity provider or of SCIM, e.g. {"Research": "researcher"}'
    )
    hsts_days: int = Field(
        default=365, ge=0, description="How long browsers that came by https refuse to come by http; 0: not said"
    )
    requests_per_minute: int = Field(
        default=1200,
        ge=0,
        description="API calls allowed to one browser or token; ten times that to an address; 0: any",
    )
    limits_url: str = Field(
        default="memory://", description="Where uses are counted; several web processes share e.g. redis://host:6379"
    )
    fetch_allowed: str = Field(
        default="", description="Own servers that links may be fetched from though private: address:port, with commas"
    )
    upload_days: int = Field(default=7, ge=1, description="How long an upload that stopped may be continued")
    keep_originals: bool = Field(default=True, description="Keep the uploaded file beside its playable version")
    processes: int = Field(
        default=1, ge=1, le=64, description="Web processes behind one address; more than one uses more than one core"
    )
    threads: int = Field(default=8, description="Threads for requests; more than a few per core only adds waiting")
    limit_pages: str = Field(default="600 per minute", description="Embed and share pages, per grant and address")
    limit_media: str = Field(default="3000 per minute", description="Requests for media, per grant and address")
    limit_oembed: str = Field(default="300 per minute", description="Requests to /oembed, per address")
    limit_unlock: str = Field(default="10 per 10 minutes", description="Tries at a link's password, per address")
    limit_unlock_all: str = Field(default="300 per hour", description="Tries at a link's password, from anywhere")

    @model_validator(mode="after")
    def _refuse_unsafe_production(self) -> Self:
        if self.environment == "production" and len(self.secret) < 32:
            raise ValueError("FIRSTHAND_SECRET must be set to at least 32 random characters in production")
        if self.environment == "production" and self._secret_is_an_example:
            raise ValueError("FIRSTHAND_SECRET looks like an example; set 32 random characters that nobody else has")
        if self.environment == "production" and not self.public_url:
            raise ValueError("FIRSTHAND_PUBLIC_URL must be set in production, e.g. https://voices.example")
        if any(len(key) < 32 for key in self._own_keys):
            raise ValueError("FIRSTHAND_PRIVATE_KEYS: each key must be at least 32 random characters")
        if self.environment == "production" and self.demo:
            raise ValueError("FIRSTHAND_DEMO creates accounts with a known password; it is refused in production")
        return self

    @property
    def _secret_is_an_example(self) -> bool:
        return self.secret.lower().startswith(DEFAULT_SECRETS) or len(set(self.secret)) < 8

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server is named; without one administrators hand links out themselves."""
        return bool(self.smtp_host and self.mail_from)

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy URL in force."""
        return self.database_url or f"sqlite:///{(self.data / 'firsthand.db').resolve()}"

    @cached_property
    def store(self) -> str:
        """Where files live, as a URL that `recordings.store.open_store` reads."""
        return self.store_url or (self.data / "files").resolve().as_uri()

    @cached_property
    def uploads_folder(self) -> Path:
        """Where uploads grow; several web processes share it. On the disk of the files they are moved, not copied."""
        return self.data / "uploads"

    @cached_property
    def work_folder(self) -> Path:
        """Where files lie while something is made of them; needs room for the largest recording."""
        return self.data / "work"

    def search_key(self) -> str:
        """The key for Meilisearch; read when it is needed, as the file may be made after the start."""
        file = self.meili_key_file
        if self.meili_key or file is None or not file.exists():
            return self.meili_key
        return file.read_text(encoding="ascii").strip()

    @cached_property
    def origin(self) -> str:
        """Scheme, host and port of this server, without a trailing slash."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @cached_property
    def signing_key(self) -> bytes:
        """The key for signed links; a development server makes one and keeps it in the data folder."""
        if self.secret:
            return self.secret.encode()
        path = self.data / "secret"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32))
        return path.read_bytes()

    @property
    def _own_keys(self) -> list[str]:
        return [key for key in map(str.strip, self.private_keys.split(",")) if key]

    @cached_property
    def vault_keys(self) -> list[str]:
        """The keys to private fields, the one in force first. Without keys of their own the secret makes one, and it
        still opens what it sealed when there are: nothing is lost by setting FIRSTHAND_PRIVATE_KEYS, nor by setting a
        secret where the data folder kept one."""
        kept = self.data / "secret"
        keys = [*self._own_keys, self.signing_key.decode(), *([kept.read_text()] if kept.exists() else [])]
        return list(dict.fromkeys(keys))

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are marked Secure: they are wherever browsers come by https."""
        return self.origin.startswith("https://")
