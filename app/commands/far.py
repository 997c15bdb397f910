"""A server far away, asked over its HTTP API with a token. Standard library only: no client has to be installed."""

import base64
import hashlib
import json
import ssl
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from app.commands.desks import Sent, find_project
from app.core.errors import FirsthandError, Invalid, Unavailable
from app.interviews.schemas import InterviewIn
from app.recordings.parts import sample_of
from app.transcripts.import_schemas import ImportIn, PreviewOut
from app.transcripts.table_schemas import SurveyIn

TIMEOUT_S = 120
PIECE = 16 * 1024**2
LOST_CONNECTIONS = 5
"""So often in a row of one file a connection may be lost before it is given up."""
ASK_SECONDS = 0.3
CHECKED_WITHIN_S = 1_800
"""A server hashes twenty gigabytes in a few minutes; its worker may have other work before."""
_TUS = {"Tus-Resumable": "1.0.0"}


class Answered(FirsthandError):
    """What the server refused, in its words."""

    code = "refused_by_server"
    title = "The server refused this"


class FarDesk:
    """The API of a running Firsthand."""

    def __init__(self, server: str, token: str, *, project: str) -> None:
        self._address = urlsplit(server.rstrip("/"))
        if self._address.scheme not in ("http", "https") or not self._address.hostname:
            raise Invalid(f"“{server}” is no address of a server, such as https://voices.example.", code="bad_server")
        self._token = token
        rows = [(one["id"], one["name"]) for one in self._all("/api/projects")]
        self.project_id, self.project = find_project(rows, project)

    def people(self) -> dict[str, str]:
        found = self._all(f"/api/projects/{self.project_id}/participants")
        return {str(one["pseudonym"]).strip().casefold(): str(one["id"]) for one in found}

    def look(self, path: Path, *, encoding: str | None, join: bool) -> PreviewOut:
        fields = {"encoding": encoding or "", "join": str(join).lower()}
        return PreviewOut.model_validate(self._form("/api/transcript-previews", path, fields))

    def bring(self, path: Path, wanted: ImportIn) -> str:
        url = f"/api/projects/{self.project_id}/interviews/import"
        return str(self._form(url, path, {"mapping": wanted.model_dump_json()})["interview_id"])

    def bring_survey(self, path: Path, wanted: SurveyIn) -> list[str]:
        url = f"/api/projects/{self.project_id}/surveys/import"
        return [*self._form(url, path, {"mapping": wanted.model_dump_json()})["interview_ids"]]

    def create(self, wanted: InterviewIn) -> str:
        body = wanted.model_dump_json().encode()
        url = f"/api/projects/{self.project_id}/interviews"
        return str(self._ask("POST", url, body, {"Content-Type": "application/json", **_once()})["id"])

    def discard(self, interview_id: str) -> None:
        self._ask("DELETE", f"/api/interviews/{interview_id}")

    def has_recording(self, interview_id: str) -> bool:
        return self._ask("GET", f"/api/interviews/{interview_id}/recording") is not None

    def holder_of(self, path: Path) -> str | None:
        known = self._known(path)
        return str(known["interview_id"]) if known and known["project_id"] == self.project_id else None

    def attach(self, interview_id: str, path: Path, sent: Sent) -> None:
        """Takes what the server has already, else sends it in pieces, going on after a lost connection."""
        if known := self._known(path):
            body = _json(recording_id=known["recording_id"])
            self._ask("POST", f"/api/interviews/{interview_id}/recording/copy", *body)
            sent(path.stat().st_size)
            return
        name = base64.b64encode(path.name.encode()).decode()
        size = {"Upload-Length": str(path.stat().st_size), "Upload-Metadata": f"filename {name}"}
        upload_id = self._ask("POST", f"/api/interviews/{interview_id}/uploads", headers=_TUS | size)["id"]
        try:
            self._send(upload_id, path, sent)
        except FirsthandError:
            with suppress(FirsthandError):
                self._ask("DELETE", f"/api/uploads/{upload_id}", headers=_TUS)
            raise
        self._wait_for_check(upload_id)

    def _known(self, path: Path) -> dict[str, Any] | None:
        size = path.stat().st_size
        with path.open("rb") as file:
            sample = sample_of(file, size)
        found: list[dict[str, Any]] = self._ask("GET", f"/api/known-recordings?sample={sample}&size_bytes={size}")
        return found[0] if found else None

    def _send(self, upload_id: str, path: Path, sent: Sent) -> None:
        offset, lost, size = 0, 0, path.stat().st_size
        with path.open("rb") as file:
            while offset < size:
                file.seek(offset)
                piece = file.read(PIECE)
                try:
                    self._ask("PATCH", f"/api/uploads/{upload_id}", piece, _TUS | _of_piece(piece, offset))
                except Unavailable:
                    lost += 1
                    if lost > LOST_CONNECTIONS:
                        raise
                    time.sleep(lost)
                there = int(self._ask("GET", f"/api/uploads/{upload_id}")["received_bytes"])
                sent(there - offset)
                offset = there

    def _wait_for_check(self, upload_id: str) -> None:
        """The server looks into a file once it is there, and may find that it is no recording."""
        until = time.monotonic() + CHECKED_WITHIN_S
        while (found := self._ask("GET", f"/api/uploads/{upload_id}"))["state"] not in ("done", "refused"):
            if time.monotonic() > until:
                raise Unavailable(
                    "All of it has arrived, but the server has not looked into it yet.", code="not_checked"
                )
            time.sleep(ASK_SECONDS)
        if found["state"] == "refused":
            raise Answered(found["message"], code="not_media")

    def _all(self, path: str) -> list[dict[str, Any]]:
        found, cursor = list[dict[str, Any]](), ""
        while True:
            page = self._ask("GET", f"{path}?limit=200" + (f"&cursor={quote(cursor)}" if cursor else ""))
            found += page["items"]
            cursor = page.get("next_cursor") or ""
            if not cursor:
                return found

    def _form(self, path: str, file: Path, fields: Mapping[str, str]) -> Any:
        boundary = uuid.uuid4().hex
        parts = [
            f'--{boundary}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()
        ]
        name = file.name.replace('"', "%22").replace("\r", "").replace("\n", "")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + file.read_bytes() + f"\r\n--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}", **_once()}
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] = {}) -> Any:
        connection = self._connection()
        try:
            sent = {"Authorization": f"Bearer {self._token}", "Accept": "application/json", **headers}
            connection.request(method, self._address.path + path, body, sent)
            answer = connection.getresponse()
            status, text = answer.status, answer.read()
        except (OSError, HTTPException) as error:
            raise Unavailable(f"{self._address.netloc} cannot be reached: {error}.", code="unreachable") from error
        finally:
            connection.close()
        if status >= 300:
            raise _problem(status, text)
        return json.loads(text) if text else None

    def _connection(self) -> HTTPConnection:
        host, port = self._address.hostname or "", self._address.port
        if self._address.scheme == "https":
            return HTTPSConnection(host, port, timeout=TIMEOUT_S, context=ssl.create_default_context())
        return HTTPConnection(host, port, timeout=TIMEOUT_S)


def _once() -> dict[str, str]:
    return {"Idempotency-Key": uuid.uuid4().hex}


def _json(**values: Any) -> tuple[bytes, dict[str, str]]:
    return json.dumps(values).encode(), {"Content-Type": "application/json"}


def _of_piece(piece: bytes, offset: int) -> dict[str, str]:
    checksum = base64.b64encode(hashlib.sha256(piece).digest()).decode()
    return {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        "Upload-Checksum": f"sha256 {checksum}",
    }


def _problem(status: int, text: bytes) -> FirsthandError:
    try:
        body = json.loads(text)
        return Answered(body["detail"], code=body["code"], line=body.get("line"), advice=body.get("advice", ""))
    except (ValueError, KeyError, TypeError):
        return Answered(f"The server answered {status}.", code=f"http_{status}")
