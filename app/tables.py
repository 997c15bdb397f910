"""Imports every slice's models, so that `metadata` is whole: for migrations and tests."""

from sqlmodel import SQLModel

import app.access.models
import app.accounts.models
import app.audit.models
import app.consents.models
import app.core.idempotency
import app.discovery.models
import app.grants.models
import app.highlights.models
import app.interviews.models
import app.jobs.models
import app.outbox.models
import app.participants.models
import app.personas.models
import app.projects.models
import app.recordings.models
import app.reels.models
import app.renders.models
import app.subjects.models
import app.tags.models
import app.topics.models
import app.transcripts.models  # noqa: F401 - importing is the point, here and above

metadata = SQLModel.metadata
