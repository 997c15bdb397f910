"""What is indexed about a quote, and what can be typed to find it: one table for the language and for its help."""

from search import DATE, Field, FieldTable, Has, Is, Schema

SCHEMA = Schema(
    # In order of importance: what was said counts for more than what was noted about it.
    searchable=("words", "tags", "note", "speaker", "title"),
    facets=(
        "project",
        "tag",
        "emotion",
        "role",
        "segment",
        "profile",
        "persona",
        "kind",
        "language",
        "month",
        "has",
        "is",
        "interview",
        "person",
        "speaker",
        "turn",
    ),
    numbers=(DATE, "until", "start_ms", "intensity", "added_ms"),
    distinct=("person", "interview"),
    version=3,
)
"""Facets hold ids or stable keys, so that a rename costs no more than the texts it changes.

- `role` participant or interviewer, `profile` a participant's own role, `month` as 2026-03.
- `person` the participants heard, or their unmapped voices; `speaker` all voices, ours too.
- `persona` the personas that the participants heard are in.
- `turn` the turns a highlight covers: tells which turns to look at again when it moves or goes.
- `until` is the first second at which a consent in these words no longer holds.
- `added_ms` is since when they can be found, in ms: since they were written or marked, or a consent came to allow it.
"""

SHOWN = ("project", "tag", "emotion", "persona", "role", "segment", "kind", "language", "month")
"""The facets that a search counts for its side column."""

PARAMETERS = (*SHOWN, "person", "interview")
"""The facets whose values an address may tick."""

FIELDS = FieldTable(
    (
        Field("tag", "text", "tag", description="tag", example="tag:price"),
        Field("emotion", "text", "emotion", description="emotion", example="emotion:frustrated"),
        Field("speaker", "text", "speaker", description="speaker", example='speaker:"Maureen"'),
        Field("role", "text", "role", description="role", example="role:nurse"),
        Field("segment", "text", "segment", description="segment", example="segment:carer"),
        Field("persona", "text", "persona", description="persona", example='persona:"Late starter"'),
        Field("project", "text", "project", description="project", example='project:"First weeks"'),
        Field("kind", "text", "kind", description="kind", example="kind:support_call"),
        Field("lang", "text", "language", description="language", example="lang:de"),
        Field("language", "text", "language"),
        Field("after", "date", DATE, edge="after", description="after", example="after:2026-01"),
        Field("before", "date", DATE, edge="before", description="before", example="before:30d"),
        Field(
            "has",
            "flag",
            flags={name: Is("has", name) for name in ("recording", "video")} | {"emotion": Has("emotion")},
            description="has",
            example="has:recording",
        ),
        Field(
            "is",
            "flag",
            flags={name: Is("is", name) for name in ("highlight", "turn")},
            description="is",
            example="is:highlight",
        ),
    )
)
"""`description` is a message key of the front end; one without is only another spelling."""
