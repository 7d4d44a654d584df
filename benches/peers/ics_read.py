"""How long other languages' libraries need to parse the calendar that `bench-ics-read` reads.

    cargo build --release -p followthrough-benches
    python3 benches/peers/ics_read.py target/release/bench-ics-read [--node FOLDER]

Ours and the Rust crates are timed by the program itself; then python icalendar (if installed), ical.js (if FOLDER has
it in `node_modules`) and libical (if gcc and libical-dev are there) parse the same text in the same run, the shortest
of three. What is not there is said to be skipped.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ICAL_JS = """
const fs = require('fs');
const load = async () => (await import(require.resolve('ical.js'))).default;
load().then((ICAL) => {
  const text = fs.readFileSync(process.argv[1] === '-' ? 0 : process.argv[1], 'utf8');
  let best = Infinity;
  for (let run = 0; run < 3; run++) {
    const began = performance.now();
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
    if (events.length !== 10000) throw new Error(`${events.length} events`);
    best = Math.min(best, performance.now() - began);
  }
  console.log(best);
});
"""

LIBICAL = r"""
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int main(int count, char **arguments) {
    (void)count;
    FILE *file = fopen(arguments[1], "rb");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (fread(text, 1, size, file) != (size_t)size) return 1;
    text[size] = 0;
    double best = 1e9;
    for (int run = 0; run < 3; run++) {
        struct timespec a, b;
        clock_gettime(CLOCK_MONOTONIC, &a);
        icalcomponent *calendar = icalparser_parse_string(text);
        clock_gettime(CLOCK_MONOTONIC, &b);
        if (icalcomponent_count_components(calendar, ICAL_VEVENT_COMPONENT) != 10000) return 1;
        icalcomponent_free(calendar);
        double took = (b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) / 1e6;
        if (took < best) best = took;
    }
    printf("%f\n", best);
    return 0;
}
"""


def python_icalendar(text: Path) -> float:
    import icalendar

    data = text.read_bytes()
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        calendar = icalendar.Calendar.from_ical(data)
        best = min(best, time.perf_counter() - began)
        assert len(calendar.walk("VEVENT")) == 10_000
    return best * 1e3


def ical_js(text: Path, folder: Path) -> float:
    answer = subprocess.run(
        ["node", "-e", ICAL_JS, str(text)], cwd=folder, capture_output=True, text=True, check=True
    )
    return float(answer.stdout)


def libical(text: Path, folder: Path) -> float:
    source, program = folder / "read.c", folder / "read"
    source.write_text(LIBICAL)
    subprocess.run(["gcc", "-O2", "-o", program, source, "-lical"], check=True, capture_output=True)
    answer = subprocess.run([program, text], capture_output=True, text=True, check=True)
    return float(answer.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--node", type=Path, help="a folder with ical.js in its node_modules")
    options = parser.parse_args()
    program = options.program.resolve()
    subprocess.run([program], check=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        text = folder / "bench.ics"
        text.write_bytes(subprocess.run([program, "text"], capture_output=True, check=True).stdout)
        peers = [("python icalendar", lambda: python_icalendar(text)), ("libical", lambda: libical(text, folder))]
        if options.node and shutil.which("node"):
            peers.append(("ical.js", lambda: ical_js(text, options.node)))
        else:
            print("ical.js                        skipped: no --node FOLDER or no node")
        for peer, work in peers:
            try:
                print(f"{peer + ': parsed':30} {work():7.1f} ms")
            except (ImportError, OSError, subprocess.CalledProcessError) as problem:
                print(f"{peer:30} skipped: {problem}")


if __name__ == "__main__":
    main()
