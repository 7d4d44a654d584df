"""Days as pictures and pages write them. Knows no answer: what an answer says in sentences is the native side's."""

from __future__ import annotations

from datetime import date

__all__ = ["DAYS", "long_day", "short_day"]

# Not strftime: its names follow the locale.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def short_day(day: date) -> str:
    """A day such as `23 Nov`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def long_day(day: date) -> str:
    """A day such as `Mon 23 Nov 2026`."""
    return f"{DAYS[day.weekday()]} {short_day(day)} {day.year}"
