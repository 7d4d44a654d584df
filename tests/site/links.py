#!/usr/bin/env python3
"""Whether every link of a site that was built leads somewhere within it: file and anchor.

    python3 tests/site/links.py FOLDER [IGNORED...]

Reads every page below FOLDER with the standard library's parser. A link to a path that begins with one of IGNORED is
looked up as a file, and its anchor is not. Addresses of other machines are not asked.
"""

import pathlib
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

LINKS = {"a": "href", "link": "href", "img": "src", "script": "src", "source": "src", "iframe": "src", "object": "data"}


class Page(HTMLParser):
    """The links of a page, each with its line, and its anchors."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = [], set()
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        self.anchors |= {known[key] for key in ("id", "name") if known.get(key)}
        target = known.get(LINKS.get(tag))
        if target is not None:
            self.links.append((self.getpos()[0], target))


def faults(folder, ignored):
    """What is wrong, one line each; and how many links were followed."""
    pages, wrong, count = {}, [], 0

    def page(path):
        if path not in pages:
            pages[path] = Page(path.read_text(encoding="utf-8"))
        return pages[path]

    own = [path for path in sorted(folder.rglob("*.html")) if not str(path.relative_to(folder)).startswith(ignored)]
    for path in own:
        for line, link in page(path).links:
            parts = urlsplit(link)
            # The page for what is not there has absolute links, and is served at any path.
            if parts.scheme or parts.netloc or path.name == "404.html":
                continue
            count += 1
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            where = f"{path.relative_to(folder)}:{line}: {link}"
            if not target.is_relative_to(folder) or not target.exists():
                wrong.append(f"{where}: there is no such file")
            elif parts.fragment and target.suffix == ".html" and not str(target.relative_to(folder)).startswith(ignored):
                if unquote(parts.fragment) not in page(target).anchors:
                    wrong.append(f"{where}: there is no such anchor")
    return wrong, count, len(own)


def main():
    folder, ignored = pathlib.Path(sys.argv[1]).resolve(), tuple(sys.argv[2:])
    wrong, count, own = faults(folder, ignored)
    for fault in wrong:
        print(f"FAILED   {fault}")
    print(f"{'FAILED' if wrong else 'ok    '}   {count} links on {own} pages, {len(wrong)} lead nowhere")
    return int(bool(wrong) or count < 500)


if __name__ == "__main__":
    sys.exit(main())
