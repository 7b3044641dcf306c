#!/usr/bin/env python3
"""Packs the wrappers: packages for npm and PyPI that carry the program.

    pack.py ARCHIVES OUT        for each platform, from the archives of a release
    pack.py --program FILE OUT  for this machine alone, from a program that was built here

Needs npm for the packages of npm, and the Python packages `build` and `hatchling` for those of PyPI. Nothing is published.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent

# Rust's name of the platform, npm's, and that of wheels. The programs for Linux are static: they need no C library.
PLATFORMS = [
    ("x86_64-unknown-linux-musl", "linux-x64", "manylinux2014_x86_64.musllinux_1_1_x86_64"),
    ("aarch64-unknown-linux-musl", "linux-arm64", "manylinux2014_aarch64.musllinux_1_1_aarch64"),
    ("x86_64-apple-darwin", "darwin-x64", "macosx_10_12_x86_64"),
    ("aarch64-apple-darwin", "darwin-arm64", "macosx_11_0_arm64"),
    ("x86_64-pc-windows-msvc", "win32-x64", "win_amd64"),
]


def version():
    manifest = (HERE / "../../Cargo.toml").read_text()
    return re.search(r'^version = "(.*)"', manifest, re.MULTILINE)[1]


def npm_pack(folder, manifest, out):
    (folder / "package.json").write_text(json.dumps(manifest, indent=2) + "\n")
    npm = shutil.which("npm")
    subprocess.run([npm, "pack", "--silent", "--pack-destination", out], cwd=folder, check=True, stdout=subprocess.DEVNULL)


def npm_main(out):
    """The package that users install, which depends on those with the programs."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder) / "package"
        shutil.copytree(HERE / "npm", folder, ignore=shutil.ignore_patterns("test"))
        manifest = json.loads((folder / "package.json").read_text())
        manifest["version"] = version()
        manifest["optionalDependencies"] = {f"livechat-mock-{platform}": version() for _, platform, _ in PLATFORMS}
        npm_pack(folder, manifest, out)


def npm_program(program, platform, out):
    """The package with the program for one platform."""
    system, processor = platform.split("-")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        shutil.copy(program, folder)
        manifest = {
            "name": f"livechat-mock-{platform}",
            "version": version(),
            "description": f"The program of the package livechat-mock, for {system} on {processor}",
            "license": "MIT OR Apache-2.0",
            "os": [system],
            "cpu": [processor],
            "files": [program.name],
        }
        npm_pack(folder, manifest, out)


def wheel(program, platform, out):
    environment = {
        "LIVECHAT_MOCK_VERSION": version(),
        "LIVECHAT_MOCK_PROGRAM": str(program),
        "LIVECHAT_MOCK_PLATFORM": platform,
    }
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, HERE / "python"]
    subprocess.run(command, env=os.environ | environment, check=True, stdout=subprocess.DEVNULL)


def unpacked(archives, target, folder):
    """The program of a release for a platform."""
    name = f"livechat-mock-{version()}-{target}"
    if "windows" in target:
        with zipfile.ZipFile(archives / f"{name}.zip") as archive:
            archive.extractall(folder)
        return folder / name / "livechat-mock.exe"
    with tarfile.open(archives / f"{name}.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return folder / name / "livechat-mock"


def this_npm_platform():
    script = "process.stdout.write(`${process.platform}-${process.arch}`)"
    return subprocess.run(["node", "-e", script], capture_output=True, check=True, text=True).stdout


def main():
    *from_where, out = sys.argv[1:]
    out = Path(out).resolve()
    out.mkdir(parents=True, exist_ok=True)
    if len(from_where) == 2 and from_where[0] == "--program":
        program = Path(from_where[1]).resolve()
        if program.stem != "livechat-mock":
            sys.exit(f"{program} has to be called livechat-mock, as cargo calls it: the wrappers look for that")
        if shutil.which("npm"):
            npm_main(out)
            npm_program(program, this_npm_platform(), out)
        wheel(program, re.sub("[-.]", "_", sysconfig.get_platform()), out)
    elif len(from_where) == 1:
        npm_main(out)
        for target, npm_platform, wheel_platform in PLATFORMS:
            with tempfile.TemporaryDirectory() as folder:
                program = unpacked(Path(from_where[0]), target, Path(folder))
                npm_program(program, npm_platform, out)
                wheel(program, wheel_platform, out)
    else:
        sys.exit(__doc__)


main()
