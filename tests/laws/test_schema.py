"""The whole OpenAPI document against invented requests, as three roles: no 500, no undeclared status or shape.

Bounded here; SCHEMA_EXAMPLES=200 looks harder. Half of the requests are about things that exist.
"""

import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.laws.access_world import World
from tests.laws.conftest import Say

# The bytes of a part of an upload are bytes.
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "2"))
ROLES = ("admin", "researcher", "viewer")
# A 500 is declared nowhere; a declared 503 says that a part is not there, which is an answer.
CHECKS = (status_code_conformance, content_type_conformance, response_schema_conformance)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = World(sqlite_template, tmp_path_factory.mktemp("schema"))
    yield made
    made.close()


def test_no_request_gets_an_answer_that_is_not_declared(world: World, say: Say) -> None:
    schema = schemathesis.openapi.from_dict(world.document())
    wrong: list[str] = []
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        faults, calls = tried(world, operation)
        wrong += faults[:1]
        asked += calls
        world.restore()
    say(f"schemathesis: {asked} requests as {len(ROLES)} roles")
    assert not wrong, "\n".join(wrong)


def tried(world: World, operation: Any) -> tuple[list[str], int]:
    """The faults in the answers to invented requests of one operation, and how many were sent."""
    faults: list[str] = []
    sent = 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @schemathesis_given(operation)
    def each(case: Any) -> None:
        nonlocal sent
        about_what_exists(world, case)
        for role in ROLES:
            sent += 1
            try:
                answer = case.call(app=world.application, headers=dict(world.clients[role].headers))
                case.validate_response(answer, checks=CHECKS)
            except FailureGroup as error:
                faults.append(
                    f"{operation.method.upper()} {operation.path} as {role}: {error} {error.exceptions[0]} {str(case.as_curl_command())[:300]}"
                )

    each()
    return faults, sent


def schemathesis_given(operation: Any) -> Any:
    from hypothesis import given

    return given(case=operation.as_strategy())


def about_what_exists(world: World, case: Any) -> None:
    """Half of the time the ids in the path are those of things in the world."""
    for name, value in (case.path_parameters or {}).items():
        known = world.ids["open"].get(name)
        if known and zlib.crc32(str(value).encode()) % 2:
            case.path_parameters[name] = known
