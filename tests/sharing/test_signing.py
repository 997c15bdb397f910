"""Signed addresses: nothing in them can be changed, and they end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.sharing.signing import LIFE_SECONDS, STEP_SECONDS, expiry, holds, sign

SIGNED = {"path": "/embed/t/clips/i", "version": "v", "grant_id": "g", "expires": 1_000}


def test_a_signature_holds_until_it_ends() -> None:
    signature = sign(b"key", **SIGNED)  # type: ignore[arg-type]
    assert holds(b"key", signature, **SIGNED, now=999)  # type: ignore[arg-type]
    assert not holds(b"key", signature, **SIGNED, now=1_000)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [{"path": "/embed/t/clips/j"}, {"version": "w"}, {"grant_id": "h"}, {"expires": 2_000}],
)
def test_a_signature_is_for_one_thing_only(changed: dict[str, object]) -> None:
    signature = sign(b"key", **SIGNED)  # type: ignore[arg-type]
    assert not holds(b"key", signature, **{**SIGNED, **changed}, now=0)  # type: ignore[arg-type]


def test_another_key_signs_differently() -> None:
    assert not holds(b"key", sign(b"other", **SIGNED), **SIGNED, now=0)  # type: ignore[arg-type]


@pytest.mark.parametrize("signature", ["", "x", "é", "A" * 43])
def test_nonsense_is_no_signature(signature: str) -> None:
    assert not holds(b"key", signature, **SIGNED, now=0)  # type: ignore[arg-type]


@given(st.floats(0, 4e9))
def test_an_address_lives_between_one_and_four_hours(now: float) -> None:
    assert LIFE_SECONDS < expiry(now) - now <= LIFE_SECONDS + STEP_SECONDS
