"""The access table: who may call what. A route without a row here fails `test_access_table.py`.

Each cell is one answer to one person:

    +  let in (2xx)            ~  let in, and told that the input does not fit (400, 409, 410, 413, 415, 416, 422, 503)
    -  refused (403)           0  not there, as far as they are concerned (404)         ?  sign in first (401)

`Row(open, restricted, body)`: the first word has a cell for admin, researcher, viewer, nobody, asked about things
of the open project; the second for admin, researcher, viewer, member, insider, nobody, asked about things of the
restricted project, on whose team only member (reads) and insider (researches) are. Both are employees without a role.

To add a route: write its row as it *should* be. `body` is the JSON sent; `"{tag_id}"` in it is replaced by the id of
the side, as are the places of the path: `tests/laws/access_world.py` makes one of each thing, add yours there.
The test prints the row that it saw: compare it with what you meant before you copy it.
"""

from dataclasses import dataclass
from typing import Any

from tests.laws.access_world import ASKING, PDF, VTT, WAV


@dataclass(frozen=True)
class Row:
    """Who is let in; see above. `files` makes it a form with that file, `data` its other fields."""

    open: str
    restricted: str
    body: Any = None
    files: dict[str, Any] | None = None
    data: dict[str, str] | None = None
    content: bytes | None = None
    query: str = ""


FREE = ("++++", "++++++")
"""Everyone, also without a sign-in."""
SIGNED_IN = ("+++?", "+++++?")
"""Whoever is signed in; what is in the answer is for them alone, or a matter of `test_consent_everywhere.py`."""
ADMIN = ("+--?", "+----?")
"""Administrators alone, whatever the project."""
RESEARCH = ("++-?", "++---?")
"""Researchers of the company, whatever the project."""
READ = ("+++?", "+00++?")
"""Whoever may see the project."""
WORK = ("++-?", "+00-+?")
"""Whoever researches in the project."""
ASKERS = ("++-?", "++--+?")
"""Whoever researches anywhere: the forms that people are asked with are the same for all projects."""
NOT_YOURS = ("000?", "00000?")
"""Somebody else's own things: nobody's business, not even an administrator's."""
THE_ADMINS = ("+00?", "+0000?")
"""What the administrator asked for: nobody else's business."""
ANSWERS = {"file": ("s.csv", b"Respondent ID,What broke?\nP1,All of it\n")}
PANEL = {"file": ("panel.csv", b"Pseudonym,Age\nNew one,30\n")}
EMPTY = {"field": "role", "operator": "empty"}
FILE = {"file": ("talk.vtt", VTT.encode(), "text/vtt")}

TABLE: dict[str, Row] = {
    "GET /api/session": Row(*FREE),
    "POST /api/session": Row("????", "??????", {"email": "nobody@example.org", "password": "wrong"}),
    "DELETE /api/session": Row(*SIGNED_IN),
    "POST /api/setup": Row("~~~~", "~~~~~~", {"email": "x@example.org", "name": "X", "password": "a long enough one"}),
    "GET /api/me/sessions": Row(*SIGNED_IN),
    "DELETE /api/me/sessions/{session_id}": Row(*NOT_YOURS),
    "PATCH /api/me": Row(*SIGNED_IN, {"name": "Me"}),
    "GET /api/me/tokens": Row(*SIGNED_IN),
    "POST /api/me/tokens": Row(*SIGNED_IN, {"name": "script"}),
    "DELETE /api/me/tokens/{token_id}": Row(*NOT_YOURS),
    "DELETE /api/me/sessions": Row(*SIGNED_IN),
    "GET /api/me/second-factor": Row(*SIGNED_IN),
    "POST /api/me/second-factor": Row(*SIGNED_IN, {}),
    "POST /api/me/second-factor/confirm": Row("~~~?", "~~~~~?", {"code": "000000"}),
    "POST /api/me/second-factor/recovery-codes": Row("~~~?", "~~~~~?", {"code": "000000"}),
    "POST /api/me/second-factor/end": Row("~~~?", "~~~~~?", {"code": "000000"}),
    "POST /api/session/links": Row("~~~~", "~~~~~~", {"email": "nobody@example.org"}),
    "POST /api/session/links/read": Row("~~~~", "~~~~~~", {"secret": "guessed"}),
    "POST /api/session/links/use": Row("~~~~", "~~~~~~", {"secret": "guessed"}),
    "GET /api/oidc/{provider_id}/start": Row("0000", "000000"),
    "GET /api/oidc/{provider_id}/callback": Row("0000", "000000"),
    "POST /api/users/{user_id}/links": Row(*ADMIN, {"purpose": "reset"}),
    "DELETE /api/users/{user_id}/second-factor": Row(*ADMIN),
    "DELETE /api/users/{user_id}/sessions": Row(*ADMIN),
    "GET /api/service-tokens": Row(*ADMIN),
    "POST /api/service-tokens": Row(*ADMIN, {"name": "directory", "scopes": ["scim"]}),
    "DELETE /api/service-tokens/{service_token_id}": Row(*ADMIN),
    "GET /api/users": Row(*SIGNED_IN),
    "POST /api/users": Row(*ADMIN, {"email": "new@example.org", "name": "New", "password": "a long enough one"}),
    "PATCH /api/users/{user_id}": Row(*ADMIN, {"name": "Renamed"}),
    "GET /api/audit-entries": Row(*ADMIN),
    "GET /api/audit-entries/export": Row(*ADMIN),
    "GET /api/audit-chain": Row(*ADMIN),
    "POST /api/audit-chain/checks": Row(*ADMIN),
    "GET /api/jobs": Row(*SIGNED_IN),
    "GET /api/jobs/{job_id}": Row(*THE_ADMINS),
    "POST /api/jobs/{job_id}/cancel": Row(*THE_ADMINS),
    "POST /api/jobs/{job_id}/retry": Row("~00?", "~0000?"),
    "GET /api/projects": Row(*SIGNED_IN),
    "POST /api/projects": Row(*RESEARCH, {"name": "New"}),
    "GET /api/projects/{project_id}": Row(*READ),
    "PATCH /api/projects/{project_id}": Row(*WORK, {"name": "Renamed", "version": 1}),
    "DELETE /api/projects/{project_id}": Row("+--?", "+00--?"),
    "GET /api/projects/{project_id}/members": Row(*READ),
    "PUT /api/projects/{project_id}/members/{user_id}": Row(*WORK, {"role": "viewer"}),
    "DELETE /api/projects/{project_id}/members/{user_id}": Row(*WORK),
    "GET /api/projects/{project_id}/participants": Row(*READ),
    "POST /api/projects/{project_id}/participants": Row(*WORK, {"pseudonym": "New"}),
    "POST /api/projects/{project_id}/participants/import/preview": Row(*WORK, files=PANEL),
    "POST /api/projects/{project_id}/participants/import": Row(*WORK, files=PANEL, data={"mapping": "{}"}),
    "GET /api/projects/{project_id}/participants/duplicates": Row(*WORK),
    "PUT /api/participants/{participant_id}/apart/{other_participant_id}": Row(*WORK),
    "DELETE /api/participants/{participant_id}/apart/{other_participant_id}": Row(*WORK),
    "POST /api/participants/{participant_id}/merge/preview": Row(*WORK, {"other_id": "{other_participant_id}"}),
    "POST /api/participants/{participant_id}/merge": Row(*WORK, {"other_id": "{other_participant_id}"}),
    "GET /api/participants/{participant_id}/merges": Row(*WORK),
    "POST /api/participant-merges/{merge_id}/undo": Row(*WORK),
    "GET /api/participants": Row(*READ, query="?project_id={project_id}"),
    "GET /api/attributes": Row(*READ, query="?project_id={project_id}"),
    "POST /api/attributes": Row(*WORK, {"label": "New", "project_id": "{project_id}"}),
    "PATCH /api/attributes/{attribute_id}": Row(*WORK, {"label": "Renamed", "version": 1}),
    "DELETE /api/attributes/{attribute_id}": Row(*WORK),
    "PUT /api/attributes/order": Row(*WORK, {"project_id": "{project_id}", "ids": ["{attribute_id}"]}),
    "GET /api/segments": Row(*READ, query="?project_id={project_id}"),
    "POST /api/segments": Row(*WORK, {"name": "New", "project_id": "{project_id}", "conditions": [EMPTY]}),
    "GET /api/segments/{segment_id}": Row(*READ),
    "PATCH /api/segments/{segment_id}": Row(*WORK, {"name": "Renamed", "version": 1}),
    "DELETE /api/segments/{segment_id}": Row(*WORK),
    "GET /api/participants/{participant_id}": Row(*READ),
    "PATCH /api/participants/{participant_id}": Row(*WORK, {"segment": "New", "version": 1}),
    "DELETE /api/participants/{participant_id}": Row("~~-?", "~00-~?"),
    "PUT /api/participants/{participant_id}/consent": Row(*WORK, {"status": "granted", "scope": "team"}),
    "GET /api/participants/{participant_id}/places": Row(*WORK),
    "GET /api/participants/{participant_id}/receipts": Row(*WORK),
    "GET /api/projects/{project_id}/receipts": Row(*WORK),
    "GET /api/receipts/{receipt_id}": Row(*WORK),
    "GET /api/consents": Row(*SIGNED_IN),  # of the projects they research in: empty for everybody else
    "GET /api/participants/{participant_id}/consent-record": Row(*WORK),
    "POST /api/participants/{participant_id}/consent-links": Row(*WORK, {"template_id": "{template_id}"}),
    "DELETE /api/consent-links/{link_id}": Row(*WORK),
    "POST /api/consent-links/{link_id}/restore": Row(*WORK),
    "POST /api/participants/{participant_id}/consent-forms": Row(*WORK, content=PDF),
    "GET /api/consent-forms/{form_id}/file": Row(*WORK),
    "DELETE /api/consent-forms/{form_id}": Row(*WORK),
    "POST /api/participants/{participant_id}/consent-moments": Row(*WORK, {"highlight_id": "{highlight_id}"}),
    "DELETE /api/consent-moments/{moment_id}": Row(*WORK),
    "GET /api/consent-templates": Row(*ASKERS),
    "POST /api/consent-templates": Row(*RESEARCH, ASKING),
    "POST /api/consent-templates/preview": Row(*ASKERS, {"body": "We listen."}),
    "GET /api/consent-templates/{template_id}": Row(*ASKERS),
    "PATCH /api/consent-templates/{template_id}": Row(*RESEARCH, {"name": "Renamed"}),
    "POST /api/consent-templates/{template_id}/versions": Row(*RESEARCH, ASKING | {"after": 1}),
    # Whom they may not research in is told for each person as not there.
    "POST /api/consents/bulk": Row(*SIGNED_IN, {"participant_ids": ["{participant_id}"], "deed": "withdraw"}),
    "POST /api/consents/bulk/{batch_id}/undo": Row(*ADMIN),
    "GET /api/participants/{participant_id}/erasure": Row(*WORK),
    "POST /api/participants/{participant_id}/erasure": Row(*WORK, {"confirm": "Rosa"}),
    "GET /api/projects/{project_id}/tombstones": Row(*WORK),
    "GET /api/participants/{participant_id}/access-copies": Row(*WORK),
    "POST /api/participants/{participant_id}/access-copies": Row(*WORK, {}),
    "GET /api/access-copies/{copy_id}/file": Row(*WORK),
    "GET /api/projects/{project_id}/retention": Row(*WORK),
    "PUT /api/projects/{project_id}/retention": Row(*WORK, {"media_months": 12}),
    "POST /api/projects/{project_id}/retention/preview": Row(*WORK, {"media_months": 12}),
    "GET /api/interviews": Row(*SIGNED_IN),
    "POST /api/projects/{project_id}/interviews": Row(*WORK, {"title": "New"}),
    "GET /api/interviews/{interview_id}": Row(*READ),
    "PATCH /api/interviews/{interview_id}": Row(*WORK, {"title": "Renamed", "version": 1}),
    "DELETE /api/interviews/{interview_id}": Row(*WORK),
    "PATCH /api/speakers/{speaker_id}": Row(*WORK, {"label": "Renamed"}),
    "GET /api/interviews/{interview_id}/recording": Row(*READ),
    "PUT /api/interviews/{interview_id}/recording": Row(*WORK, content=WAV),
    "DELETE /api/interviews/{interview_id}/recording": Row(*WORK),
    "POST /api/interviews/{interview_id}/recording/link": Row(*WORK, {"url": "https://youtu.be/dQw4w9WgXcQ"}),
    "POST /api/interviews/{interview_id}/recording/fetch": Row("00-?", "000-0?"),  # it is no link
    "POST /api/interviews/{interview_id}/recording/copy": Row(*WORK, {"recording_id": "{recording_id}"}),
    "POST /api/interviews/{interview_id}/uploads": Row("~~-?", "~00-~?"),
    "GET /api/interviews/{interview_id}/uploads": Row(*WORK),
    "GET /api/known-recordings": Row(*SIGNED_IN, query=f"?sample={'0' * 64}&size_bytes=1"),
    "GET /api/uploads/{upload_id}": Row(*THE_ADMINS),
    "PATCH /api/uploads/{upload_id}": Row("~00?", "~0000?"),
    "DELETE /api/uploads/{upload_id}": Row(*THE_ADMINS),
    "GET /api/recordings/{recording_id}": Row(*READ),
    "GET /api/recordings/{recording_id}/media": Row(*READ),
    "GET /api/recordings/{recording_id}/poster": Row(*READ),
    "GET /api/recordings/{recording_id}/peaks": Row(*READ),
    "GET /api/recordings/{recording_id}/sprite": Row(*READ),
    "GET /api/recordings/{recording_id}/sprite.vtt": Row(*READ),
    "GET /api/interviews/{interview_id}/transcript": Row(*READ),
    "GET /api/transcripts/{transcript_id}": Row(*READ),
    "GET /api/transcripts/{transcript_id}/words": Row(*READ),
    "POST /api/transcript-previews": Row(*SIGNED_IN, files=FILE),
    "POST /api/projects/{project_id}/interviews/import": Row(*WORK, files=FILE, data={"mapping": '{"title": "New"}'}),
    "POST /api/projects/{project_id}/surveys/import": Row(*WORK, files=ANSWERS, data={"mapping": '{"title": "New"}'}),
    "POST /api/interviews/{interview_id}/transcript": Row("~~-?", "~00-~?", files=FILE, data={"mapping": "{}"}),
    "POST /api/transcripts/{transcript_id}/correction-previews": Row(*WORK, files=FILE),
    "POST /api/transcripts/{transcript_id}/corrections": Row(*WORK, files=FILE, data={"mapping": '{"version": 1}'}),
    "GET /api/transcripts/{transcript_id}/corrections": Row(*WORK),
    "DELETE /api/corrections/{correction_id}": Row(*WORK),
    "POST /api/transcripts/{transcript_id}/shift": Row(*WORK, {"version": 1, "by_ms": 10}),
    "POST /api/imports/take-back": Row("~--?", "~00--?", {"interview_ids": ["{interview_id}"]}),
    "GET /api/tags": Row(*SIGNED_IN),
    "POST /api/tags": Row(*RESEARCH, {"name": "New"}),
    "GET /api/tags/{tag_id}": Row(*SIGNED_IN),
    "PATCH /api/tags/{tag_id}": Row(*RESEARCH, {"name": "Renamed", "version": 1}),
    "DELETE /api/tags/{tag_id}": Row(*RESEARCH),
    "POST /api/tags/{tag_id}/restore": Row(*RESEARCH),
    "GET /api/interviews/{interview_id}/highlights": Row(*READ),
    "POST /api/transcripts/{transcript_id}/highlights": Row(*WORK, "{span}"),
    "GET /api/highlights/{highlight_id}": Row(*READ),
    "PATCH /api/highlights/{highlight_id}": Row(*WORK, {"note": "New", "version": 1}),
    "DELETE /api/highlights/{highlight_id}": Row(*WORK),
    "POST /api/highlights/{highlight_id}/restore": Row(*WORK),
    "POST /api/highlights/{highlight_id}/reopen": Row("~~-?", "~00-~?"),
    "PATCH /api/turns/{turn_id}": Row(*WORK, {"text": "Something else.", "version": 1}),
    "POST /api/turns/{turn_id}/split": Row(*WORK, {"at": 3, "version": 1}),
    "POST /api/turns/{turn_id}/merge": Row(*WORK, {"version": 1}),
    "GET /api/tag-counts": Row(*SIGNED_IN),
    "GET /api/tags/{tag_id}/highlights": Row(*SIGNED_IN),
    "POST /api/tags/{tag_id}/merge": Row(*RESEARCH, {"into_id": "{other_tag_id}", "version": 1}),
    "GET /api/personas": Row(*SIGNED_IN),
    "POST /api/personas": Row(*RESEARCH, {"name": "New"}),
    "GET /api/personas/{persona_id}": Row(*SIGNED_IN),
    "PATCH /api/personas/{persona_id}": Row(*RESEARCH, {"name": "Renamed", "version": 1}),
    "DELETE /api/personas/{persona_id}": Row(*RESEARCH),
    "POST /api/personas/{persona_id}/restore": Row(*RESEARCH),
    "GET /api/personas/{persona_id}/participants": Row(*SIGNED_IN),
    "POST /api/personas/{persona_id}/participants": Row("++-?", "+0---?", {"participant_ids": ["{participant_id}"]}),
    "POST /api/personas/{persona_id}/participants/take-out": Row(
        "++-?", "+0---?", {"participant_ids": ["{participant_id}"]}
    ),
    "GET /api/participants/{participant_id}/personas": Row(*READ),
    "GET /api/search": Row(*SIGNED_IN),
    "GET /api/search/facets/{name}": Row(*SIGNED_IN),
    "GET /api/search/fields": Row(*SIGNED_IN),
    "GET /api/search/meaning": Row(*SIGNED_IN),
    "GET /api/quotes/recent": Row(*SIGNED_IN),
    "GET /api/quotes/{quote_id}": Row(*READ),
    "GET /api/reels": Row(*SIGNED_IN),
    "POST /api/reels": Row(*SIGNED_IN, {"title": "New"}),
    "GET /api/reels/{reel_id}": Row(*SIGNED_IN),
    "PATCH /api/reels/{reel_id}": Row(*RESEARCH, {"title": "Renamed", "version": "{version}"}),
    "DELETE /api/reels/{reel_id}": Row(*RESEARCH),
    "POST /api/reels/{reel_id}/restore": Row(*RESEARCH),
    "POST /api/reels/{reel_id}/duplicate": Row(*SIGNED_IN, query="?title=Copy"),
    "POST /api/reels/{reel_id}/items": Row("++-?", "+0---?", {"quote_ids": ["{quote_id}"]}),
    "PUT /api/reels/{reel_id}/items": Row(*RESEARCH, {"items": [], "version": "{version}"}),
    "GET /api/reels/of-quotes": Row(*SIGNED_IN, query="?quote_id=h-{highlight_id}"),
    "GET /api/reels/{reel_id}/opposing": Row(*SIGNED_IN),
    "GET /api/reels/{reel_id}/versions": Row(*RESEARCH),
    "POST /api/reels/{reel_id}/versions": Row(*RESEARCH, {"name": "As told"}),
    "GET /api/reels/{reel_id}/versions/{version_id}": Row(*RESEARCH),
    "PATCH /api/reels/{reel_id}/versions/{version_id}": Row(*RESEARCH, {"name": "As told"}),
    "POST /api/reels/{reel_id}/versions/{version_id}/restore": Row(*RESEARCH, query="?version={version}"),
    "PUT /api/reels/{reel_id}/order": Row(*RESEARCH, {"item_ids": ["{item_id}"], "version": "{version}"}),
    "PATCH /api/reels/{reel_id}/items/{item_id}": Row(*RESEARCH, {"trim_start_ms": 10, "version": "{version}"}),
    "DELETE /api/reels/{reel_id}/items/{item_id}": Row(*RESEARCH, query="?version={version}"),
    "GET /api/{targets}/{target_id}/grants": Row(*READ),
    "POST /api/{targets}/{target_id}/grants": Row(*READ, {"label": "New"}),
    "DELETE /api/{targets}/{target_id}/grants": Row(*READ),
    "GET /api/{targets}/{target_id}/reach": Row(*READ),
    "GET /api/reels/{reel_id}/renders/plan": Row(*SIGNED_IN),
    "GET /api/reels/{reel_id}/renders": Row(*SIGNED_IN),
    "POST /api/reels/{reel_id}/renders": Row("++-?", "+~---?", {}),
    "GET /api/renders/{render_id}": Row(*READ),
    "POST /api/renders/{render_id}/cancel": Row("~~0?", "~~000?"),
    "GET /api/renders/{render_id}/captions.vtt": Row(*READ),
    "GET /api/renders/{render_id}/thumbnails.vtt": Row(*READ),
    "GET /api/renders/{render_id}/{file}": Row(*READ),
    "GET /api/reels/{reel_id}/exports/{form}": Row(*SIGNED_IN),
    "GET /api/reels/{reel_id}/notices": Row(*SIGNED_IN),
    "POST /api/reels/{reel_id}/notices/seen": Row(*SIGNED_IN),
    "GET /api/notices": Row(*SIGNED_IN),
    "GET /api/synonyms": Row(*RESEARCH),
    "POST /api/synonyms": Row(*RESEARCH, {"term": "lift", "others": ["elevator"]}),
    "PATCH /api/synonyms/{synonym_id}": Row(*RESEARCH, {"two_way": False, "version": 1}),
    "DELETE /api/synonyms/{synonym_id}": Row(*RESEARCH),
    "GET /api/topics": Row(*SIGNED_IN),
    "POST /api/topics": Row(*SIGNED_IN, {"name": "New", "search": {"q": "failed"}}),
    "GET /api/topics/news": Row(*SIGNED_IN),
    "GET /api/topics/{topic_id}": Row(*SIGNED_IN),
    "PATCH /api/topics/{topic_id}": Row(*ADMIN, {"name": "Renamed", "version": 1}),
    "DELETE /api/topics/{topic_id}": Row(*ADMIN),
    "POST /api/topics/{topic_id}/restore": Row(*THE_ADMINS),
    "PUT /api/topics/{topic_id}/follow": Row(*SIGNED_IN, {"digest": "daily"}),
    "DELETE /api/topics/{topic_id}/follow": Row(*SIGNED_IN),
    "POST /api/topics/{topic_id}/seen": Row(*SIGNED_IN),
    "GET /api/topics/{topic_id}/feeds": Row(*SIGNED_IN),
    "POST /api/topics/{topic_id}/feeds": Row(*SIGNED_IN, {"label": "chat"}),
    "DELETE /api/topics/{topic_id}/feeds/{feed_id}": Row("++0?", "++000?"),
    "POST /api/topics/{topic_id}/feeds/{feed_id}/restore": Row("++0?", "++000?"),
    "GET /api/grants": Row(*SIGNED_IN),
    "PATCH /api/grants/{grant_id}": Row("++0?", "++000?", {"label": "Renamed"}),
    "DELETE /api/grants/{grant_id}": Row("++0?", "++000?"),
    "POST /api/grants/{grant_id}/restore": Row("++0?", "++000?"),
    "GET /api/health": Row(*FREE),
}
