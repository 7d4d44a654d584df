#!/usr/bin/env python3
"""What Python's readers find in calendar files.

    python3 peers.py icalendar|vobject|ical FROM TO FILE...

Prints one line of JSON for each file: its events from FROM to TO that are not cancelled as pairs of UTC times, how many
VTODOs it has, title and description by UID, and what the reader complained about.
"""

import json
import sys
import warnings
from datetime import datetime, timezone


def utc(time):
    return time.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def icalendar(data, begin, end):
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar.from_ical(data)
    faults = [f"{part.name}: {name}: {fault}" for part in calendar.walk() for name, fault in part.errors]
    live = [event for event in recurring_ical_events.of(calendar).between(begin, end) if event.get("STATUS") != "CANCELLED"]
    texts = {str(event["UID"]): [str(event["SUMMARY"]), str(event.get("DESCRIPTION", ""))] for event in calendar.events}
    return [(event.start, event.end) for event in live], len(calendar.todos), texts, faults


def vobject(data, begin, end):
    import vobject

    calendar = vobject.readOne(data.decode())
    calendar.validate(raiseException=True)
    events, texts = [], {}
    for event in getattr(calendar, "vevent_list", []):
        description = event.description.value if hasattr(event, "description") else ""
        texts[event.uid.value] = [event.summary.value, description]
        if event.status.value == "CANCELLED":
            continue
        start, length = event.dtstart.value, event.dtend.value - event.dtstart.value
        for at in event.getrruleset(addRDate=True) or [start] if hasattr(event, "rrule") else [start]:
            if at >= end:
                break
            # Its rules give naive times on the clock of DTSTART where UNTIL is in UTC.
            at = at if at.tzinfo else at.replace(tzinfo=start.tzinfo)
            events.append((at, event.dtend.value if at == start else at + length))
    return events, len(getattr(calendar, "vtodo_list", [])), texts, []


def ical(data, begin, end):
    from ical.calendar_stream import IcsCalendarStream

    calendar = IcsCalendarStream.calendar_from_ics(data.decode())
    texts = {event.uid: [event.summary, event.description or ""] for event in calendar.events}
    gone = {event.uid for event in calendar.events if event.status and event.status.value == "CANCELLED"}
    live = [event for event in calendar.timeline_tz(timezone.utc).overlapping(begin, end) if event.uid not in gone]
    return [(event.dtstart, event.dtend) for event in live], len(calendar.todos), texts, []


def main():
    peer, begin, end, *files = sys.argv[1:]
    begin, end = (datetime.fromisoformat(time.replace("Z", "+00:00")) for time in (begin, end))
    for file in files:
        found = {"file": file, "events": [], "todos": 0, "texts": {}, "messages": []}
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                with open(file, "rb") as calendar:
                    events, todos, texts, faults = globals()[peer](calendar.read(), begin, end)
                events = [[utc(start), utc(stop)] for start, stop in events]
                found |= {"events": events, "todos": todos, "texts": texts, "messages": faults}
            except Exception as error:  # Whatever a peer raises is its complaint.
                found["messages"].append(f"{type(error).__name__}: {error}"[:500])
        own = [str(one.message) for one in caught if not issubclass(one.category, DeprecationWarning)]
        found["messages"] += own
        print(json.dumps(found))


if __name__ == "__main__":
    main()
