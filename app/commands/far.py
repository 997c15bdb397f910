"""A server far away, asked over its HTTP API with a token. Standard library only: no client has to be installed."""

import json
import ssl
import uuid
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

from app.commands.desks import CHUNK, Sent, find_project
from app.core.errors import FirsthandError, Invalid, Unavailable
from app.interviews.schemas import InterviewIn
from app.transcripts.import_schemas import ImportIn, PreviewOut

TIMEOUT_S = 120


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

    def create(self, wanted: InterviewIn) -> str:
        body = wanted.model_dump_json().encode()
        url = f"/api/projects/{self.project_id}/interviews"
        return str(self._ask("POST", url, body, {"Content-Type": "application/json", **_once()})["id"])

    def discard(self, interview_id: str) -> None:
        self._ask("DELETE", f"/api/interviews/{interview_id}")

    def has_recording(self, interview_id: str) -> bool:
        return self._ask("GET", f"/api/interviews/{interview_id}/recording") is not None

    def holder_of(self, path: Path) -> str | None:  # noqa: ARG002 - a server is not asked by hash
        return None

    def attach(self, interview_id: str, path: Path, sent: Sent) -> None:
        url = f"/api/interviews/{interview_id}/recording?file_name={quote(path.name)}"
        size = {"Content-Type": "application/octet-stream", "Content-Length": str(path.stat().st_size)}
        with path.open("rb") as file:
            self._ask("PUT", url, _counted(file, sent), size)

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


def _counted(file: BinaryIO, sent: Sent) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
        sent(len(chunk))


def _problem(status: int, text: bytes) -> FirsthandError:
    try:
        body = json.loads(text)
        return Answered(body["detail"], code=body["code"], line=body.get("line"), advice=body.get("advice", ""))
    except (ValueError, KeyError, TypeError):
        return Answered(f"The server answered {status}.", code=f"http_{status}")
