"""No one ever receives a word they may not: some steps of `never_a_word.py` here, thousands in `bench/never_a_word.py`."""

from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from app.access import audiences
from app.access.viewer import Viewer
from app.interviews.voices import Voices
from tests.laws import never_a_word
from tests.laws.conftest import Say

Break = Callable[[pytest.MonkeyPatch], None]


def walk(template: Path, folder: Path, *, worlds: int, steps: int) -> None:
    never_a_word.Machine.template, never_a_word.Machine.folder = template, folder
    made = settings(
        max_examples=worlds,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    run_state_machine_as_test(never_a_word.Machine, settings=made)  # type: ignore[no-untyped-call]


def test_no_one_ever_receives_a_word_they_may_not(sqlite_template: Path, tmp_path: Path, say: Say) -> None:
    before = never_a_word.done.copy()
    walk(sqlite_template, tmp_path, worlds=3, steps=20)
    walked = never_a_word.done - before
    say(", ".join(f"{count:,} {what}" for what, count in walked.items()))
    assert walked["steps"] > 20


def withdrawn_is_read(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audiences.Permission, "is_over", property(lambda _self: False))


def restricted_is_open(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(audiences, "OPEN", "restricted")


def anybody_is_a_researcher(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Viewer, "is_researcher", property(lambda _self: True))


def voices_are_not_asked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Voices, "may_read", lambda _self, _held, _speakers: True)


def nothing(_patch: pytest.MonkeyPatch) -> None:
    """All guards stand."""


BREAKS: tuple[Break, ...] = (withdrawn_is_read, restricted_is_open, anybody_is_a_researcher, voices_are_not_asked)


@pytest.mark.parametrize("broken", [nothing, *BREAKS])
def test_the_machine_notices_a_mechanism_that_was_broken(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: Break
) -> None:
    broken(monkeypatch)
    never_a_word.Machine.template, never_a_word.Machine.folder = sqlite_template, tmp_path
    machine = never_a_word.Machine()
    machine.begin()
    try:
        with nullcontext() if broken is nothing else pytest.raises(AssertionError, match="received"):
            a_week(machine)
    finally:
        machine.teardown()


def a_week(machine: never_a_word.Machine) -> None:
    """People say yes, one of them takes it back, and everybody looks for words on the same day."""
    for person, status in (("personben", "granted"), ("personcas", "granted"), ("personann", "withdrawn")):
        machine.someone_changes_their_mind(person, status, "company", True, seed=1)
    for name in never_a_word.READERS:
        machine.the_index_catches_up(name)
