"""How long other languages' libraries need to build and write the calendar that `bench-ics-write` writes.

    cargo build --release -p followthrough-benches
    python3 benches/peers/ics_write.py target/release/bench-ics-write [--node FOLDER]

Ours and the Rust crates are timed by the program itself, the shortest of 15 runs; then python icalendar (if installed),
ical.js (if FOLDER has it in `node_modules`) and libical (if gcc and libical-dev are there) are handed the same texts and
times in the same run, build 10,000 events from them and write the text, the shortest of five. What is not there is said
to be skipped.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import tempfile
import time
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

ICAL_JS = """
const fs = require('fs');
const load = async () => (await import(require.resolve('ical.js'))).default;
load().then((ICAL) => {
  const records = fs.readFileSync(process.argv[1], 'utf8').split('\\x1e').slice(0, -1).map((one) => one.split('\\x1f'));
  const time = (text) => ICAL.Time.fromString(
    text.replace(/(....)(..)(..)T(..)(..)(..)/, '$1-$2-$3T$4:$5:$6'));
  const write = () => {
    const calendar = new ICAL.Component('vcalendar');
    calendar.addPropertyWithValue('version', '2.0');
    calendar.addPropertyWithValue('prodid', '-//bench//bench//EN');
    calendar.addPropertyWithValue('name', 'SDR desk 7');
    const stamp = ICAL.Time.fromString('2026-10-26T04:00:00Z');
    for (const [uid, summary, description, category, start, end] of records) {
      const event = new ICAL.Component('vevent');
      event.addPropertyWithValue('uid', uid);
      event.addPropertyWithValue('dtstamp', stamp);
      event.addPropertyWithValue('last-modified', stamp);
      event.addPropertyWithValue('sequence', 429360);
      for (const [name, value] of [['dtstart', start], ['dtend', end]]) {
        event.addPropertyWithValue(name, time(value)).setParameter('tzid', 'America/New_York');
      }
      event.addPropertyWithValue('summary', summary);
      event.addPropertyWithValue('description', description);
      event.addPropertyWithValue('categories', category);
      event.addPropertyWithValue('color', 'cornflowerblue');
      event.addPropertyWithValue('status', 'CONFIRMED');
      event.addPropertyWithValue('transp', 'OPAQUE');
      event.addPropertyWithValue('x-microsoft-cdo-busystatus', 'BUSY');
      calendar.addSubcomponent(event);
    }
    return calendar.toString();
  };
  let best = Infinity;
  let text = '';
  for (let run = 0; run < 5; run++) {
    const began = performance.now();
    text = write();
    best = Math.min(best, performance.now() - began);
  }
  fs.writeFileSync(process.argv[2], text + '\\r\\n');
  console.log(best);
});
"""

LIBICAL = r"""
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static char *fields[20000][6];

static icalproperty *local(icalproperty *property) {
    icalproperty_add_parameter(property, icalparameter_new_tzid("America/New_York"));
    return property;
}

static char *written(int events) {
    icalcomponent *calendar = icalcomponent_new_vcalendar();
    icalcomponent_add_property(calendar, icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar, icalproperty_new_prodid("-//bench//bench//EN"));
    icalcomponent_add_property(calendar, icalproperty_new_name("SDR desk 7"));
    struct icaltimetype stamp = icaltime_from_string("20261026T040000Z");
    for (int index = 0; index < events; index++) {
        char **field = fields[index];
        icalcomponent *event = icalcomponent_new_vevent();
        icalcomponent_add_property(event, icalproperty_new_uid(field[0]));
        icalcomponent_add_property(event, icalproperty_new_dtstamp(stamp));
        icalcomponent_add_property(event, icalproperty_new_lastmodified(stamp));
        icalcomponent_add_property(event, icalproperty_new_sequence(429360));
        icalcomponent_add_property(event, local(icalproperty_new_dtstart(icaltime_from_string(field[4]))));
        icalcomponent_add_property(event, local(icalproperty_new_dtend(icaltime_from_string(field[5]))));
        icalcomponent_add_property(event, icalproperty_new_summary(field[1]));
        icalcomponent_add_property(event, icalproperty_new_description(field[2]));
        icalcomponent_add_property(event, icalproperty_new_categories(field[3]));
        icalcomponent_add_property(event, icalproperty_new_color("cornflowerblue"));
        icalcomponent_add_property(event, icalproperty_new_status(ICAL_STATUS_CONFIRMED));
        icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_OPAQUE));
        icalproperty *busy = icalproperty_new_x("BUSY");
        icalproperty_set_x_name(busy, "X-MICROSOFT-CDO-BUSYSTATUS");
        icalcomponent_add_property(event, busy);
        icalcomponent_add_component(calendar, event);
    }
    char *text = icalcomponent_as_ical_string_r(calendar);
    icalcomponent_free(calendar);
    return text;
}

int main(int count, char **arguments) {
    (void)count;
    FILE *file = fopen(arguments[1], "rb");
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (fread(text, 1, size, file) != (size_t)size) return 1;
    text[size] = 0;
    int events = 0, field = 0;
    for (char *at = text; at < text + size; at++) {
        if (*at == 0x1e) { events++; field = 0; continue; }
        fields[events][field++] = at;
        at = strchr(at, 0x1f);
        *at = 0;
    }
    double best = 1e9;
    char *out = 0;
    for (int run = 0; run < 5; run++) {
        struct timespec a, b;
        free(out);
        clock_gettime(CLOCK_MONOTONIC, &a);
        out = written(events);
        clock_gettime(CLOCK_MONOTONIC, &b);
        double took = (b.tv_sec - a.tv_sec) * 1e3 + (b.tv_nsec - a.tv_nsec) / 1e6;
        if (took < best) best = took;
    }
    FILE *kept = fopen(arguments[2], "wb");
    fwrite(out, 1, strlen(out), kept);
    fclose(kept);
    printf("%f\n", best);
    return 0;
}
"""

Record = list[str]


def records_of(texts: Path) -> list[Record]:
    return [one.split("\x1f")[:-1] for one in texts.read_text().split("\x1e")[:-1]]


def python_icalendar(texts: Path, out: Path) -> float:
    import icalendar

    zone = ZoneInfo("America/New_York")
    stamp = datetime(2026, 10, 26, 4, tzinfo=timezone.utc)
    records = records_of(texts)

    def write() -> bytes:
        calendar = icalendar.Calendar()
        calendar.add("version", "2.0")
        calendar.add("prodid", "-//bench//bench//EN")
        calendar.add("name", "SDR desk 7")
        for uid, summary, description, category, start, end in records:
            event = icalendar.Event()
            event.add("uid", uid)
            event.add("dtstamp", stamp)
            event.add("last-modified", stamp)
            event.add("sequence", 429360)
            event.add("dtstart", datetime.strptime(start, "%Y%m%dT%H%M%S").replace(tzinfo=zone))
            event.add("dtend", datetime.strptime(end, "%Y%m%dT%H%M%S").replace(tzinfo=zone))
            event.add("summary", summary)
            event.add("description", description)
            event.add("categories", [category])
            event.add("color", "cornflowerblue")
            event.add("status", "CONFIRMED")
            event.add("transp", "OPAQUE")
            event.add("x-microsoft-cdo-busystatus", "BUSY")
            calendar.add_component(event)
        return calendar.to_ical()

    best, text = float("inf"), b""
    for _ in range(5):
        began = time.perf_counter()
        text = write()
        best = min(best, time.perf_counter() - began)
    out.write_bytes(text)
    return best * 1e3


def ical_js(texts: Path, out: Path, folder: Path) -> float:
    command = ["node", "-e", ICAL_JS, str(texts), str(out)]
    return float(subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout)


def libical(texts: Path, out: Path, folder: Path) -> float:
    source, program = folder / "write.c", folder / "write"
    source.write_text(LIBICAL)
    subprocess.run(["gcc", "-O2", "-o", program, source, "-lical"], check=True, capture_output=True)
    return float(subprocess.run([program, texts, out], capture_output=True, text=True, check=True).stdout)


def check(out: Path, texts: Path) -> None:
    """That a peer wrote every event, with the time and title it was handed."""
    text = re.sub(r"\r?\n[ \t]", "", out.read_bytes().decode())
    found = re.findall(r"^(?:DTSTART.*:(\S+)|SUMMARY:(.*?))\r?$", text, re.M)
    starts, titles = [start for start, _ in found if start], [title for start, title in found if not start]
    wanted = records_of(texts)
    assert text.count("BEGIN:VEVENT") == len(wanted) == 10_000, text.count("BEGIN:VEVENT")
    assert starts == [record[4] for record in wanted] and titles == [record[1] for record in wanted]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program", type=Path)
    parser.add_argument("--node", type=Path, help="a folder with ical.js in its node_modules")
    options = parser.parse_args()
    program = options.program.resolve()
    told = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    print(told, end="", flush=True)
    ours = float(re.search(r"ours: schedule to bytes +([0-9.]+) ms", told)[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts, out = folder / "texts", folder / "out.ics"
        texts.write_bytes(subprocess.run([program, "texts"], capture_output=True, check=True).stdout)
        peers = [
            ("libical", lambda: libical(texts, out, folder)),
            ("python icalendar", lambda: python_icalendar(texts, out)),
        ]
        if options.node and shutil.which("node"):
            peers.insert(1, ("ical.js", lambda: ical_js(texts, out, options.node)))
        else:
            print(f"{'ical.js':31} skipped: no --node FOLDER or no node")
        for peer, work in peers:
            try:
                took = work()
            except (ImportError, OSError, subprocess.CalledProcessError) as problem:
                print(f"{peer:31} skipped: {problem}")
                continue
            check(out, texts)
            print(f"{peer + ': built, written':31} {took:7.1f} ms  {took / ours:5.2f} x ours")


if __name__ == "__main__":
    main()
