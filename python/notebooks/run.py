"""Runs every notebook of this folder cell by cell, as a kernel would: the last value of a cell is shown.

    python python/notebooks/run.py [--pictures FOLDER]

Notebooks are percent scripts: an editor or jupytext opens them as notebooks, a diff reads them as code.
"""

from __future__ import annotations

import ast
import os
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def cells(text: str) -> list[str]:
    """The code cells of a percent script."""
    found = []
    for cell in ("\n" + text).split("\n# %%")[1:]:
        head, _, body = cell.partition("\n")
        if "[markdown]" not in head:
            found.append(body)
    return found


def show(value: object, name: str, pictures: Path | None) -> None:
    """What a notebook would show; into files where a folder is given."""
    from matplotlib.figure import Figure

    if value is None:
        return
    page = value._repr_html_() if hasattr(value, "_repr_html_") else None
    if isinstance(value, Figure):
        if pictures is not None:
            value.savefig(pictures / f"{name}.png", dpi=110)
        else:
            value.canvas.draw()
    elif page is not None:
        assert "<" in page, page
        if pictures is not None:
            (pictures / f"{name}.html").write_text(f"<!doctype html><meta charset=utf-8>{page}")
    else:
        print(f"    {value!r}"[:200])


def run(path: Path, pictures: Path | None) -> None:
    """Every cell in order, in one namespace."""
    namespace: dict[str, object] = {"__name__": "__notebook__"}
    for number, cell in enumerate(cells(path.read_text()), start=1):
        tree = ast.parse(cell, f"{path.name}, cell {number}")
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, f"{path.name}, cell {number}", "exec"), namespace)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), f"{path.name}, cell {number}", "eval"), namespace)
            show(value, f"{path.stem}-{number}", pictures)


def main() -> None:
    os.chdir(HERE.parents[1])
    pictures = Path(sys.argv[2]) if sys.argv[1:2] == ["--pictures"] else None
    if pictures is not None:
        pictures.mkdir(parents=True, exist_ok=True)
    for path in sorted(HERE.glob("*.py")):
        if path.name == Path(__file__).name:
            continue
        begin = time.perf_counter()
        print(f"{path.name} ...", flush=True)
        run(path, pictures)
        print(f"{path.name}: every cell ran, {time.perf_counter() - begin:.1f} s", flush=True)


if __name__ == "__main__":
    main()
