"""What it would take for more to fit: remedies, the blocks and rules that each of them changes, and the changed plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from ._answers import Answer
from ._check import Part, checked
from ._errors import ArgumentError
from ._named import Named
from ._native import default_effort
from ._parts import Look, Policy, Tree, Unit
from ._values import Block, Cadence, Cap, Channel, Prospect, block_of

if TYPE_CHECKING:
    from ._plan import Plan

__all__ = ["Advice", "BlockChange", "Relaxed", "Remedy"]

Rule = Literal["within", "after", "effort", "prep", "reserve", "cap", "last_touch"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BlockChange(Part):
    """A block that changes: `before` at its `index` in the plan's blocks, and what stands in its place `after`.

    Index and before are None where the block is new.

    Attributes:
        index: Its place in the plan's blocks, from 0; None where the block is new.
        before: The block as it is; None where it is new.
        after: What stands in its place; empty where it is taken out.
    """

    index: int | None
    before: Block | None = field(metadata={"read": lambda tree, zone: None if tree is None else block_of(tree)})
    after: tuple[Block, ...] = field(metadata={"read": lambda trees, zone: tuple(map(block_of, trees))})


@dataclass(frozen=True, kw_only=True, slots=True)
class Relaxed(Part):
    """One rule that is relaxed: `what` was `from_` and becomes `to`.

    | what | whose | from_ and to |
    | --- | --- | --- |
    | `within`, `after` | a `touch` of a `cadence`, from 1 | days |
    | `effort` | all touches of a `channel` that take longer | a length |
    | `prep` | a `cadence` | a length |
    | `reserve` | the plan | a share |
    | `cap` | a `channel`, on a day if `daily`, else in any 7 days | touches |
    | `last_touch` | a `cadence`: that `touch` is not promised | None |

    Attributes:
        what: The rule, one of those above.
        cadence: The cadence whose rule it is; None where it is none of a cadence.
        touch: The touch whose rule it is, from 1; None where it is none of a touch.
        channel: The channel whose rule it is; None where it is none of a channel.
        daily: Of a cap, whether it counts a day or any 7 days; None elsewhere.
        from_: What it was; None for a last touch.
        to: What it becomes; None for a last touch.
    """

    what: Rule
    cadence: str | None = None
    touch: int | None = None
    channel: str | None = None
    daily: bool | None = None
    from_: int | float | timedelta | None = None
    to: int | float | timedelta | None = None

    @classmethod
    def _of(cls, tree: Tree) -> Relaxed:
        parts = dict(tree)
        if "from" in parts:
            parts["from_"] = parts.pop("from")
        if parts["what"] in ("effort", "prep"):
            parts |= {name: timedelta(seconds=parts[name]) for name in ("from_", "to")}
        return cls(**parts)


@dataclass(frozen=True, kw_only=True, slots=True)
class Remedy(Part):
    """One way to make a target fit, found true by solving the plan that it leads to.

    It dedicates more time (`add`), turns time of one category into time of another (`move`) or relaxes one `rule`. `time`
    is what is added or moved a week, `by_category` what that changes, and where it is `proved` no blocks of less time
    would do. `number` and `bound` are those of the changed plan.

    Attributes:
        kind: `add` more time, `move` time from one category to another, or `relax` a rule.
        time: Time that is added or moved a week; none where a rule is relaxed.
        by_category: What that changes, by category; less is negative.
        proved: Whether no blocks of less time would do.
        number: How many fit in the changed plan.
        bound: No more can fit in the changed plan.
        blocks: The blocks that change; empty where a rule is relaxed.
        rule: The rule that is relaxed; None where time is added or moved.
    """

    kind: Literal["add", "move", "relax"]
    time: timedelta = field(metadata={"key": "seconds"})
    by_category: Named[str, timedelta]
    proved: bool
    number: int
    bound: int
    blocks: tuple[BlockChange, ...]
    rule: Relaxed | None
    # In a sentence; empty where JSON was read.
    _said: str = field(default="", repr=False, compare=False)

    @checked
    def apply(self, plan: Plan) -> Plan:
        """The changed plan. Its calendars are those of two years, as `plan.busy` shows them.

        Raises `ValueError` where the plan has not the blocks and cadences that the advice was about.

        >>> from followthrough import Plan
        >>> plan = Plan.read("docs/examples/worked/plan.toml")
        >>> advice = plan.advise(6)
        >>> advice.remedies[0].apply(plan).fit().number
        6
        """
        kept: list[tuple[Block, ...]] = [(block,) for block in plan.blocks]
        for change in self.blocks:
            if change.index is None:
                kept.append(change.after)
            elif change.index < len(plan.blocks) and plan.blocks[change.index] == change.before:
                kept[change.index] = change.after
            else:
                raise ArgumentError(f"block {change.index} of the plan is not {change.before}, expected the plan advised")
        if kept != [(block,) for block in plan.blocks]:
            plan = plan.replace(blocks=[block for blocks in kept for block in blocks])
        return plan if self.rule is None else _relaxed(plan, self.rule)

    def __str__(self) -> str:
        return self._said or repr(self)


def _relaxed(plan: Plan, rule: Relaxed) -> Plan:
    """The plan with one rule relaxed."""
    to: Any = rule.to
    match rule.what:
        case "reserve":
            return plan.replace(reserve=to)
        case "within" | "after":
            return _with_cadence(plan, rule, lambda cadence: _touched(cadence, rule, **{rule.what: to}))
        case "prep":
            return _with_cadence(plan, rule, lambda cadence: _prepared(cadence, to))
        case "last_touch":
            shorter = _with_cadence(plan, rule, lambda cadence: replace(cadence, touches=cadence.touches[:-1]))
            return shorter.replace(pipeline=[_finished(prospect, rule) for prospect in plan.pipeline])
        case "cap":
            channel = plan.channels[rule.channel or ""]
            cap = replace(channel.cap or Cap(), **{"day" if rule.daily else "week": to})
            return plan.replace(channels={**plan.channels, rule.channel or "": replace(channel, cap=cap)})
        case "effort":
            return _sooner(plan, rule.channel or "", to)


def _with_cadence(plan: Plan, rule: Relaxed, change: Callable[[Cadence], Cadence]) -> Plan:
    if rule.cadence not in {cadence.name for cadence in plan.cadences}:
        raise ArgumentError(f"the plan has no cadence {rule.cadence!r}, expected the plan advised")
    changed = [change(cadence) if cadence.name == rule.cadence else cadence for cadence in plan.cadences]
    return plan.replace(cadences=changed)


def _touched(cadence: Cadence, rule: Relaxed, **change: Any) -> Cadence:
    touches = list(cadence.touches)
    at = (rule.touch or 1) - 1
    touches[at] = replace(touches[at], **change)
    return replace(cadence, touches=touches)


def _prepared(cadence: Cadence, effort: timedelta) -> Cadence:
    return cadence if cadence.prep is None else replace(cadence, prep=replace(cadence.prep, effort=effort))


def _finished(prospect: Prospect, rule: Relaxed) -> Prospect:
    """A prospect who is owed nothing but a touch that is promised no more."""
    gone = prospect.cadence == rule.cadence and (prospect.next_touch or 0) >= (rule.touch or 1)
    return replace(prospect, stage="finished") if gone and prospect.stage in ("in_flight", "paused") else prospect


def _sooner(plan: Plan, name: str, to: timedelta) -> Plan:
    """The plan with no touch of a channel that takes longer."""
    channel = plan.channels.get(name, Channel())
    usual = channel.effort if channel.effort is not None else default_effort(name)
    channels = dict(plan.channels)
    if usual is not None and usual > to:
        channels[name] = replace(channel, effort=to)
    cadences = []
    for cadence in plan.cadences:
        longer = [touch.channel == name and touch.effort is not None and touch.effort > to for touch in cadence.touches]
        touches = [
            replace(touch, effort=to) if is_longer else touch
            for touch, is_longer in zip(cadence.touches, longer, strict=True)
        ]
        cadences.append(replace(cadence, touches=touches))
    return plan.replace(channels=channels, cadences=cadences)


@dataclass(frozen=True, init=False, slots=True, eq=False, repr=False)
class Advice(Answer):
    """What it would take for a `target` to fit.

    `number` and `bound` are those of the plan as it is. `remedies` are what makes the target fit, each by itself: those that
    take less time first, then rules to relax. No blocks of less time a week than `at_least` would do, in whole steps of
    `step`. Where nothing was found, `none` says what was tried.

    Attributes:
        policy: `level`, `once` or `max`, as it was asked.
        horizon: The days on which new prospects may be started.
        target: How many should fit, in `unit`.
        unit: `per_full_week` where numbers are a pace, `total` where they are a sum.
        number: How many fit as the plan is.
        bound: No more can fit as the plan is.
        fits: Whether the target fits as the plan is.
        why: What holds the number down, in a sentence; empty where nothing does.
        clear_day: The first workday on which nothing owed is late; None where nothing is.
        step: Blocks are lengthened in whole steps of so long.
        at_least: No blocks of less time a week would make the target fit.
        remedies: What makes the target fit, each by itself; empty where nothing is needed or was found.
        none: What was tried in vain, in a sentence; None where a remedy was found.
    """

    policy: Policy
    horizon: Look
    target: int
    unit: Unit
    number: int
    bound: int
    fits: bool
    why: str
    clear_day: date | None
    step: timedelta
    at_least: timedelta
    remedies: tuple[Remedy, ...]
    none: str | None

    _TOLD: ClassVar[tuple[str, ...]] = ("target", "fits", "number", "bound", "remedies")

    def _read(self) -> None:
        super(Advice, self)._read()
        if self._native is not None:
            told = zip(self.remedies, self._native.remedies(), strict=True)
            object.__setattr__(self, "remedies", tuple(replace(one, _said=said) for one, said in told))
