"""Runs every notebook of this folder cell by cell, as a kernel would, and holds what it shows against `docs/notebooks`.

    python python/notebooks/run.py            # runs, and says which page is stale
    python python/notebooks/run.py --write    # writes the pages and their pictures

Notebooks are percent scripts: an editor or jupytext opens them as notebooks, a diff reads them as code. A page is the
notebook with what its cells show: text as text, figures and answers as pictures. Only the text is compared, as the bytes of
a picture follow fonts and versions; the first sentence of an answer stands in its page as the picture's description. Numbers that
cells show may be off by a twentieth, or by three: a search that finds one more somewhere makes no page wrong.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PAGES = ROOT / "docs" / "notebooks"
HEAD = "<!-- Made from {source} by `cargo xtask demo`: change it there. -->\n"
# Light and dark, as notebooks have them.
MODES = {"light": ("#ffffff", "#1f2328"), "dark": ("#0d1117", "#e6edf3")}
WIDTH = 900
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass
class Cell:
    """One cell of a percent script."""

    is_code: bool
    text: str


def cells(text: str) -> list[Cell]:
    """The cells, without the script's head."""
    found = []
    for cell in ("\n" + text).split("\n# %%")[1:]:
        head, _, body = cell.partition("\n")
        if "[markdown]" in head:
            lines = [line.removeprefix("#").removeprefix(" ") for line in body.strip().splitlines()]
            found.append(Cell(is_code=False, text="\n".join(lines)))
        else:
            found.append(Cell(is_code=True, text=body.strip()))
    return found


def browser() -> str | None:
    """What draws an answer's page."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def drawn(html: str, mode: str, file: Path) -> None:
    """An answer's page as a picture, cut to what it shows."""
    from PIL import Image, ImageChops

    ground, text = MODES[mode]
    style = f"body{{background:{ground};color:{text};font:14px/1.45 Helvetica,Arial,sans-serif;margin:12px}}"
    program = browser()
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{html}", encoding="utf-8")
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={WIDTH},2400"]
        command = [program, *flags, f"--screenshot={shot}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        picture = Image.open(shot).convert("RGB")
    empty = Image.new("RGB", picture.size, ground)
    _, _, right, bottom = ImageChops.difference(picture, empty).getbbox() or (0, 0, WIDTH, 40)
    small(picture.crop((0, 0, min(right + 12, WIDTH), bottom + 12)), file)


def small(picture: object, file: Path) -> None:
    """Writes a picture with few colours: it is line art."""
    from PIL import Image

    assert isinstance(picture, Image.Image)
    picture.quantize(64, dither=Image.Dither.NONE).save(file, optimize=True)


def shown(value: object, name: str, write: bool) -> str:
    """What a page has for a value, in markdown; its pictures where they are to be written."""
    from matplotlib.figure import Figure

    if isinstance(value, Figure):
        title = value.get_suptitle()
        if write:
            from PIL import Image

            buffer = io.BytesIO()
            value.savefig(buffer, format="png", dpi=100)
            small(Image.open(buffer).convert("RGB"), PAGES / f"{name}.png")
        else:
            value.canvas.draw()
        return f"![{title}]({name}.png)\n"
    if type(value).__module__.startswith("altair"):
        if write:
            import vl_convert

            for mode, theme in (("light", None), ("dark", "dark")):
                drawing = vl_convert.vegalite_to_png(value.to_json(), theme=theme, scale=1.5)
                (PAGES / f"{name}-{mode}.png").write_bytes(drawing)
        return framed(name, str(value.title))
    html = value._repr_html_() if hasattr(value, "_repr_html_") else ""
    if 'class="followthrough"' not in html:
        return f"```text\n{value!r}\n```\n"
    if write and browser() is None:
        print(f"  {name}: its picture is left as it is, there is no chromium", flush=True)
    elif write:
        for mode in MODES:
            drawn(html, mode, PAGES / f"{name}-{mode}.png")
    said = escape(value.lead() if hasattr(value, "lead") else repr(value))
    return framed(name, said)


def framed(name: str, said: str) -> str:
    """A picture in light and dark."""
    dark = f'<source media="(prefers-color-scheme: dark)" srcset="{name}-dark.png">'
    return f'<picture>{dark}<img src="{name}-light.png" alt="{said}"></picture>\n'


def page(path: Path, write: bool) -> str:
    """A notebook as a page: every cell is run in order, in one namespace."""
    namespace: dict[str, object] = {"__name__": "__notebook__"}
    parts = [HEAD.format(source=f"python/notebooks/{path.name}")]
    for number, cell in enumerate(cells(path.read_text(encoding="utf-8")), start=1):
        if not cell.is_code:
            parts.append(cell.text + "\n")
            continue
        where = f"{path.name}, cell {number}"
        tree = ast.parse(cell.text, where)
        last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, where, "exec"), namespace)
            value = None
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), where, "eval"), namespace)
        parts.append(f"```python\n{cell.text}\n```\n")
        if printed.getvalue():
            parts.append(f"```text\n{printed.getvalue().rstrip()}\n```\n")
        if value is not None:
            parts.append(shown(value, f"{path.stem}-{number}", write))
    return "\n".join(parts)


def main() -> None:
    # As a kernel does: from their own folder.
    os.chdir(HERE)
    # Frames are as wide here as anywhere.
    os.environ["POLARS_TABLE_WIDTH"] = "100"
    write = sys.argv[1:] == ["--write"]
    if write:
        # Nothing is left of cells that are no more, where all that was drawn can be drawn again.
        if browser() is not None:
            shutil.rmtree(PAGES, ignore_errors=True)
        PAGES.mkdir(parents=True, exist_ok=True)
    stale = []
    for path in sorted(HERE.glob("*.py")):
        if path.name == Path(__file__).name:
            continue
        begin = time.perf_counter()
        print(f"{path.name} ...", flush=True)
        made = page(path, write)
        kept = PAGES / f"{path.stem}.md"
        if write:
            kept.write_text(made, encoding="utf-8")
        elif not kept.exists() or not alike(kept.read_text(encoding="utf-8"), made):
            stale.append(kept.relative_to(ROOT))
            show_difference(kept.read_text(encoding="utf-8") if kept.exists() else "", made)
        print(f"{path.name}: every cell ran, {time.perf_counter() - begin:.1f} s", flush=True)
    if stale:
        sys.exit(f"stale, `cargo xtask demo` writes them: {', '.join(map(str, stale))}")


def alike(kept: str, made: str) -> bool:
    """Whether a page says what its notebook shows: all that was written by hand as it is, what cells show nearly so."""
    lines, others = kept.splitlines(), made.splitlines()
    is_output = False
    for line, other in zip(lines, others, strict=False):
        if line.startswith("```"):
            is_output = line == "```text"
        shows = is_output or line.startswith(("![", "<picture>"))
        if line != other and not (shows and nearly(line, other)):
            return False
    return len(lines) == len(others)


def nearly(line: str, other: str) -> bool:
    """The same words, and numbers that are close; rules and blanks are as wide as the numbers."""
    (words, numbers), (others, found) = (
        (re.sub(r"[\s─═]+", " ", NUMBER.sub("#", text)), [float(one) for one in NUMBER.findall(text)])
        for text in (line, other)
    )
    close = (abs(a - b) <= max(3, abs(a) / 20) for a, b in zip(numbers, found, strict=False))
    return words == others and all(close)


def show_difference(kept: str, made: str) -> None:
    """What a page says and what it should."""
    import difflib

    lines = difflib.unified_diff(kept.splitlines(), made.splitlines(), "the page", "the notebook", n=1, lineterm="")
    print("\n".join(list(lines)[:60]))


if __name__ == "__main__":
    main()
