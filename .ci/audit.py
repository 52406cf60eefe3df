"""Known vulnerabilities of what the lock files name; a service that cannot be reached is said, not failed."""

import json
import subprocess
import sys
from pathlib import Path

FRONTEND = Path("webui/frontend")
SECONDS = 120


def run(command: list[str], folder: Path = Path()) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, cwd=folder, text=True, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", "no answer in time")


def python_packages() -> tuple[str, list[str]]:
    """("ok", []), ("FAIL", [vulnerabilities]) or ("skip", [why])."""
    reasons = []
    for service in ("pypi", "osv"):
        command = [sys.executable, "-m", "pip_audit", "--requirement", "requirements.txt", "--require-hashes"]
        command += ["--disable-pip", "--progress-spinner=off", "--format=json", f"--vulnerability-service={service}"]
        done = run(command)
        try:
            packages = json.loads(done.stdout)["dependencies"]
        except (ValueError, KeyError):
            reasons.append(f"{service}: could not be reached")
            continue
        found = [
            f"{package['name']} {package['version']}: {flaw['id']}, mended in {flaw['fix_versions'] or 'nothing yet'}"
            for package in packages
            for flaw in package.get("vulns", [])
        ]
        if found:
            return "FAIL", found
        unknown = [package["name"] for package in packages if "skip_reason" in package]
        # A mirror without the vulnerability service knows no package at all.
        if len(unknown) < len(packages) / 2:
            return "ok", [f"not audited: {name}" for name in unknown]
        reasons.append(f"{service}: knows nothing of {len(unknown)} of {len(packages)} packages")
    return "skip", reasons


def browser_packages() -> tuple[str, list[str]]:
    done = run(["npm", "audit", "--audit=true", "--json", "--loglevel=silent"], FRONTEND)
    try:
        report = json.loads(done.stdout)
        flaws = report["vulnerabilities"]
    except (ValueError, KeyError):
        return "skip", ["npm: the registry in use offers no audit"]
    return ("FAIL" if flaws else "ok"), [f"{name}: {flaw['severity']}" for name, flaw in flaws.items()]


failed = False
for title, audit in (("pip-audit", python_packages), ("npm audit", browser_packages)):
    verdict, lines = audit()
    failed |= verdict == "FAIL"
    meaning = " (could not be asked from here; not a verdict)" if verdict == "skip" else ""
    print(f"{verdict:<5} {title}{meaning}")
    for line in lines:
        print(f"      {line}")
sys.exit(failed)
