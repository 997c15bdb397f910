"""The web application: all routers, and the built front end."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Literal

import anyio.to_thread
from fastapi import APIRouter, FastAPI, Request
from pydantic import BaseModel, Field
from starlette.routing import BaseRoute, Route

import app.access.audit_routes
import app.access.job_routes
import app.accounts.link_routes
import app.accounts.oidc_routes
import app.accounts.people_routes
import app.accounts.routes
import app.accounts.scim_routes
import app.accounts.second_factor_routes
import app.consents.bulk_routes
import app.consents.public_routes
import app.consents.routes
import app.consents.template_routes
import app.discovery.routes
import app.discovery.synonym_routes
import app.highlights.correction_routes
import app.highlights.imported_tags
import app.highlights.routes
import app.highlights.tag_routes
import app.interviews.routes
import app.participants.attribute_routes
import app.participants.finding_routes
import app.participants.merge_routes
import app.participants.routes
import app.participants.segment_routes
import app.personas.routes
import app.projects.routes
import app.recordings.routes
import app.recordings.upload_routes
import app.reels.routes
import app.renders.routes
import app.sharing.embed_routes
import app.sharing.oembed_routes
import app.sharing.routes
import app.sharing.share_routes
import app.subjects.routes
import app.tags.routes
import app.topics.feed_routes
import app.topics.routes
import app.transcripts.import_routes
import app.transcripts.people_routes
import app.transcripts.routes
import app.transcripts.survey_routes
from app.core import web
from app.core.errors import NotFound
from app.core.front import FrontEnd
from app.core.limits import Limits, RequestLimit
from app.core.settings import Settings
from app.wiring import Parts, open_parts, running


class PartHealthOut(BaseModel):
    ok: bool
    waiting: int | None = Field(description="Changes that search has not heard of yet")


class HealthOut(BaseModel):
    status: Literal["ok", "degraded"]
    parts: dict[str, PartHealthOut]


health = APIRouter()
STATIC = Path(__file__).parent / "static"
ROUTERS: tuple[APIRouter, ...] = (
    app.accounts.routes.router,
    app.accounts.link_routes.router,
    app.accounts.second_factor_routes.router,
    app.accounts.people_routes.router,
    app.accounts.oidc_routes.router,
    app.accounts.scim_routes.router,
    app.access.audit_routes.router,
    app.access.job_routes.router,
    app.projects.routes.router,
    app.participants.finding_routes.router,
    app.participants.routes.router,
    app.participants.attribute_routes.router,
    app.participants.merge_routes.router,
    app.participants.segment_routes.router,
    app.interviews.routes.router,
    app.recordings.routes.router,
    app.recordings.upload_routes.router,
    app.transcripts.routes.router,
    app.transcripts.import_routes.router,
    app.transcripts.survey_routes.router,
    app.transcripts.people_routes.router,
    app.tags.routes.router,
    app.highlights.routes.router,
    app.highlights.correction_routes.router,
    app.highlights.tag_routes.router,
    app.consents.routes.router,
    app.consents.template_routes.router,
    app.consents.bulk_routes.router,
    app.consents.public_routes.router,
    app.personas.routes.router,
    app.discovery.routes.router,
    app.discovery.synonym_routes.router,
    app.topics.routes.router,
    app.topics.feed_routes.router,
    app.reels.routes.router,
    app.renders.routes.router,
    app.sharing.routes.router,
    app.sharing.embed_routes.router,
    app.sharing.share_routes.router,
    app.sharing.oembed_routes.router,
    app.subjects.routes.router,
)


def create_app(settings: Settings, parts: Parts | None = None) -> FastAPI:
    """The application on these settings; `parts` are handed in by tests and otherwise opened at the start."""
    opened = parts or open_parts(settings)

    @asynccontextmanager
    async def lifespan(_application: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.threads
        with running(opened) if settings.worker else nullcontext():
            yield
        if parts is None:
            opened.close()

    application = FastAPI(
        title="Firsthand",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,  # its page loads scripts from elsewhere, which the content policy forbids
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        openapi_url="/api/openapi.json",
    )
    application.state.settings = settings
    application.state.database = opened.database
    application.state.store = opened.store
    application.state.parts = opened
    application.state.mark_tagged = app.highlights.imported_tags.mark
    application.state.limits = Limits(settings.limits_url)
    if settings.requests_per_minute:
        application.add_middleware(
            RequestLimit, limits=application.state.limits, per_minute=settings.requests_per_minute
        )
    web.install(application, hsts_days=settings.hsts_days)
    application.add_middleware(web.FormLimit, max_bytes=settings.max_transcript_bytes + 1024**2)
    application.router.routes.extend(_routes())
    _front_end(application)
    return application


@health.get("/api/health", tags=["health"])
def read_health(request: Request) -> HealthOut:
    """Whether this process answers, and which of its parts do. Without search everything else keeps working."""
    parts = request.app.state.parts.health()
    status = "ok" if all(part.ok for part in parts.values()) else "degraded"
    return HealthOut(status=status, parts={name: PartHealthOut(**asdict(part)) for name, part in parts.items()})


@health.api_route("/api/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
def unknown_api(path: str) -> None:
    raise NotFound(f"There is no /api/{path}.")


@cache
def _routes() -> tuple[BaseRoute, ...]:
    """All routes, worked out once a process: for a second application FastAPI would do it again, a fifth of a second
    and five megabytes that it never gives back.
    """
    collected = FastAPI(generate_unique_id_function=lambda route: route.name, openapi_url=None)
    # Routes are tried in turn, and this one is asked at every keystroke; its place in the description is below.
    collected.router.routes.append(Route("/api/search", app.discovery.routes.search_at_once, methods=["GET"]))
    for router in (*ROUTERS, health):
        collected.include_router(router)
    return tuple(collected.router.routes)


def _front_end(application: FastAPI) -> None:
    if (STATIC / "index.html").exists():
        application.router.default = FrontEnd(STATIC, otherwise=application.router.default)
