"""The compose file, the image and the example settings agree with the product, as far as no engine is needed."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from app.core.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
PRODUCTION = {
    "environment": "production",
    "public_url": "https://voices.example",
    "secret": "kD8sLq2vXz9TnB4wRy7MgHc3PfJ6aEuQ",
}


def test_every_firsthand_variable_is_a_setting() -> None:
    texts = [COMPOSE, (ROOT / ".env.example").read_text(), (ROOT / "Dockerfile").read_text()]
    named = set(re.findall(r"FIRSTHAND_[A-Z_]*[A-Z]", " ".join(texts)))
    known = {f"FIRSTHAND_{name.upper()}" for name in Settings.model_fields}
    assert named <= known


def test_every_variable_that_compose_asks_for_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert asked == offered


def test_no_secret_has_a_default() -> None:
    for name in ("FIRSTHAND_SECRET", "POSTGRES_PASSWORD", "MEILI_MASTER_KEY"):
        assert re.findall(rf"\$\{{{name}:(.)", COMPOSE)
        assert set(re.findall(rf"\$\{{{name}:(.)", COMPOSE)) == {"?"}


def test_images_are_pinned_and_only_the_web_is_reachable_from_loopback() -> None:
    assert all(re.search(r":v?\d+\.\d+", service["image"]) for service in SERVICES.values())
    ports = {name: service.get("ports", []) for name, service in SERVICES.items()}
    assert [name for name, listed in ports.items() if listed] == ["web"]
    assert all(str(port).startswith("127.0.0.1:") for port in ports["web"])


def test_every_service_waits_for_healthy_neighbours() -> None:
    for service in SERVICES.values():
        for needed, condition in service.get("depends_on", {}).items():
            if SERVICES[needed].get("restart") == "no":
                assert condition == {"condition": "service_completed_successfully"}
                continue
            assert condition == {"condition": "service_healthy"}
            has_check = "healthcheck" in SERVICES[needed] or "build" in SERVICES[needed]
            assert has_check, needed


def test_only_the_search_server_and_what_makes_its_key_hold_the_master_key() -> None:
    holders = {name for name, service in SERVICES.items() if "MEILI_MASTER_KEY" in service["environment"]}
    assert holders == {"search", "search-key"}
    assert SERVICES["search-key"]["restart"] == "no"
    told = {service["environment"].get("FIRSTHAND_MEILI_KEY_FILE") for service in SERVICES.values()} - {None}
    assert told == {SERVICES["search-key"]["command"][-1]}


@pytest.mark.parametrize("missing", ["secret", "public_url"])
def test_production_refuses_to_start_without(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    with pytest.raises(ValidationError, match=f"FIRSTHAND_{missing.upper()}"):
        Settings(_env_file=None, **given)  # type: ignore[arg-type]


def test_production_refuses_the_demo_with_its_known_password() -> None:
    with pytest.raises(ValidationError, match="FIRSTHAND_DEMO"):
        Settings(_env_file=None, demo=True, **PRODUCTION)  # type: ignore[arg-type]
    assert Settings(_env_file=None, **PRODUCTION).secure_cookies  # type: ignore[arg-type]


def test_a_laptop_makes_its_own_signing_key_once(tmp_path: Path) -> None:
    first, second = (Settings(_env_file=None, data=tmp_path).signing_key for _ in range(2))  # type: ignore[call-arg]
    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
