"""`busy`: the same intervals as the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from conftest import ROOT

import followthrough as ft

ZONE = ZoneInfo("America/New_York")
FILES = sorted(path.relative_to(ROOT) for path in ROOT.glob("docs/examples/*/busy.ics"))


@pytest.mark.parametrize("file", FILES, ids=str)
def test_it_is_what_the_command_line_says(command_line: Callable[..., bytes], file: Path) -> None:
    start, end = datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 3, 1, tzinfo=UTC)
    span = ("--from", "2026-11-01T00:00:00Z", "--to", "2027-03-01T00:00:00Z", "--timezone", ZONE.key)
    theirs = json.loads(command_line("busy", str(file), *span, "--json"))["busy"]
    ours = ft.busy(file, start=start, end=end, timezone=ZONE)
    assert [[datetime.fromisoformat(one) for one in pair] for pair in theirs] == [[i.start, i.end] for i in ours]
    assert len(ours) > 10


def test_options_leave_out_and_pad(tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\r\nSUMMARY:{}\r\nDTSTART:20270104T1{}0000Z\r\nDTEND:20270104T1{}3000Z\r\nEND:VEVENT\r\n"
    body = event.format("Focus time", 1, 1) + event.format("Dentist", 5, 5)
    calendar = tmp_path / "work.ics"
    calendar.write_text(f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n", newline="")
    start = datetime(2027, 1, 4, tzinfo=UTC)
    end = start + timedelta(days=1)
    pad = timedelta(minutes=5)
    (found,) = ft.busy(calendar, start=start, end=end, timezone=ZONE, pad=pad, ignore=["focus*"])
    assert (found.start, found.end - found.start) == (start + timedelta(hours=15) - pad, timedelta(minutes=40))


def test_owner_and_titles_decide_as_a_plan_lets_them(tmp_path: Path) -> None:
    events = {
        "declined": "DTSTART:20270104T150000Z|DURATION:PT1H|ATTENDEE;PARTSTAT=DECLINED:mailto:rep@example.com",
        "open": "DTSTART:20270105T150000Z|DURATION:PT1H|ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:rep@example.com",
        "PTO": "DTSTART;VALUE=DATE:20270106|TRANSP:TRANSPARENT",
        "Working from home": "DTSTART;VALUE=DATE:20270107",
    }
    lines = [f"BEGIN:VEVENT|UID:{title}|SUMMARY:{title}|{event}|END:VEVENT|" for title, event in events.items()]
    calendar = tmp_path / "work.ics"
    calendar.write_text(f"BEGIN:VCALENDAR|{''.join(lines)}END:VCALENDAR|".replace("|", "\r\n"), newline="")
    start = datetime(2027, 1, 4, tzinfo=UTC)
    ask = partial(ft.busy, calendar, start=start, end=start + timedelta(days=7), timezone=ZONE)
    assert [i.start.day for i in ask()] == [4, 5, 7]
    assert [i.start.day for i in ask(me=["rep@example.com"], tentative="free")] == [7]
    titled = ask(me=["rep@example.com"], away=["pto"], not_away=["working*"])
    assert [(i.start.day, (i.end - i.start).days) for i in titled] == [(5, 0), (6, 1)]


def test_what_was_worked_around_is_told(tmp_path: Path) -> None:
    calendar = tmp_path / "work.ics"
    event = "BEGIN:VEVENT\r\nDTSTART;TZID=Mars:20270104T150000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n"
    calendar.write_text(f"BEGIN:VCALENDAR\r\n{event}END:VCALENDAR\r\n", newline="")
    start = datetime(2027, 1, 4, tzinfo=UTC)
    with pytest.warns(UserWarning, match=r"work\.ics:2: unknown time zone `Mars`"):
        ft.busy(calendar, start=start, end=start + timedelta(days=1), timezone=ZONE)


def test_a_naive_span_is_refused() -> None:
    with pytest.raises(ft.TimeError):
        ft.busy(start=datetime(2027, 1, 4), end=datetime(2027, 1, 5), timezone=ZONE)


def test_what_a_plan_exported_is_free_for_that_plan(tmp_path: Path) -> None:
    plan = ft.Plan.read(ROOT / "docs/examples/worked/plan.toml")
    calendar = tmp_path / "blocks.ics"
    (text,) = plan.schedule().to_ics(calendar).values()
    (name,) = {line.partition(":")[2] for line in text.splitlines() if line.startswith("X-FOLLOWTHROUGH-PLAN:")}
    start = datetime(2027, 1, 4, tzinfo=UTC)
    ask = partial(ft.busy, calendar, start=start, end=start + timedelta(days=28), timezone=ZONE)
    assert ask(own=name) == ()
    assert len(ask()) == len(ask(own="another")) > 10


def test_what_events_take_is_what_the_command_line_explains(command_line: Callable[..., bytes]) -> None:
    sdr = ft.Plan.read("docs/examples/sdr/plan.toml")
    said = command_line("busy", "--plan", "docs/examples/sdr/plan.toml", "--explain").decode()
    last = sdr.fit().weeks()[-1].to
    taken = sdr.taken(last=last)
    assert f"{len(taken)} events take time from blocks" in said
    for one in taken:
        day, clock, place = f" {one.at.day} {one.at:%b %Y} ", f" {one.at:%H:%M}-", f"{one.file}:{one.line}"
        (line,) = [line for line in said.splitlines() if day in line and clock in line and place in line and one.block in line]
        assert one.event[:20] in line and f" {one.length // timedelta(minutes=1)} min " in line
    days = {one.date for one in taken}
    assert all(one.length > timedelta(0) and one.at.tzinfo == sdr.timezone for one in taken) and len(days) > 20
    some = sdr.taken(date(2026, 11, 30), date(2026, 12, 4))
    assert list(some) == [one for one in sdr.taken(last=date(2027, 6, 30)) if date(2026, 11, 30) <= one.date <= date(2026, 12, 4)]
    # Beyond what other questions look at, too.
    far = sdr.taken(date(2027, 6, 1), date(2027, 6, 30))
    assert {one.date.month for one in far} <= {6}
    frame = sdr.taken().to_polars()
    assert frame.columns == ["date", "block", "begins_at", "length", "event", "file", "line"]


def test_what_intervals_take_has_no_title(worked: ft.Plan) -> None:
    nine = datetime(2027, 1, 4, 9, tzinfo=ZONE)
    busy = [ft.Interval(start=nine - timedelta(hours=1), end=nine + timedelta(minutes=20))]
    (taken,) = worked.replace(busy=busy).taken()
    assert (taken.date, taken.block, taken.at, taken.length) == (date(2027, 1, 4), "calling 09:00", nine, timedelta(minutes=20))
    assert (taken.event, taken.file, taken.line) == ("busy", None, None)
    assert len(worked.taken()) == 0
    with pytest.raises(ft.ArgumentError, match="last is .* expected nothing before first"):
        worked.taken(last=date(2026, 12, 31))
