#!/usr/bin/env python3
"""Whether the packages hold what a reader of them needs: licences and a page to show, in every crate, wheel and archive.

    python3 tests/release/packages.py CRATES WHEELS ARCHIVES

Each argument is a folder. `cargo publish --dry-run` fills the first, and maturin the others.
"""

import pathlib
import sys
import tarfile
import zipfile

NEEDED = {"LICENSE-MIT", "LICENSE-APACHE"}


def names(package):
    """The files of a package, by their last names, with their sizes."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            return {pathlib.PurePath(file.filename).name: file.file_size for file in archive.infolist()}
    with tarfile.open(package) as archive:
        # A link would lead out of the package.
        return {pathlib.PurePath(file.name).name: file.size for file in archive.getmembers() if file.isfile()}


def main():
    folders = [pathlib.Path(folder) for folder in sys.argv[1:]]
    packages = [file for folder, ending in zip(folders, ("crate", "whl", "tar.gz")) for file in sorted(folder.rglob(f"*.{ending}"))]
    faults = []
    for package in packages:
        found = names(package)
        missing = {name for name in NEEDED if found.get(name, 0) == 0}
        if package.suffix != ".whl" and found.get("README.md", 0) == 0:
            missing.add("README.md")
        if missing:
            faults.append(f"{package.name} has no {', '.join(sorted(missing))}")
    for fault in faults:
        print(f"FAILED   {fault}")
    print(f"{'FAILED' if faults else 'ok    '}   {len(packages)} packages with licences")
    return int(bool(faults) or len(packages) < 12)


if __name__ == "__main__":
    sys.exit(main())
