"""Check a procedure as a whole: every step reachable, no step of law skipped, clocks that start and stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from doudi.kernel.policy_file import PolicyBroken
from doudi.procedures.shapes import Clock, DeciderRule, Procedure, Programme, Step, Vocabulary


def check_procedure(procedure: Procedure, programme: Programme, region: str) -> None:
    """Raise PolicyBroken at the first thing that is wrong with one version in one region."""
    place = f"{programme.code} {region} {procedure.version}"
    for problem in problems_of(procedure, programme.outside):
        raise PolicyBroken("procedures", place, problem)


def problems_of(procedure: Procedure, outside: Iterable[str] = ()) -> Iterator[str]:
    """Yield what is wrong with a procedure."""
    yield from _problems_of_steps(procedure.steps)
    marked = {event for step in procedure.steps.values() for event in step.marks} | set(outside)
    for clock in procedure.clocks.values():
        yield from _problems_of_clock(clock, procedure.steps, marked)
    yield from _problems_of_deciders(procedure)
    for name in procedure.terms:
        if name not in procedure.steps:
            yield f"terms 里的 {name} 不是步骤"
    for one in procedure.differing:
        for name in one.steps:
            if name not in procedure.steps:
                yield f"differing 里的 {name} 不是步骤"


def _problems_of_steps(steps: Mapping[str, Step]) -> Iterator[str]:
    if not steps:
        yield "一步也没有"
        return
    missing = [(step.name, name) for step in steps.values() for name in step.follow if name not in steps]
    if missing:
        yield f"{missing[0][0]} 之后是 {missing[0][1]}，没有这一步"
        return
    reached = reachable(steps)
    yield from (f"走不到 {name} 这一步" for name in steps if name not in reached)
    for name in steps:
        if all(steps[one].follow for one in reachable(steps, name)):
            yield f"从 {name} 起走不完"
    yield from _ways_past(steps)


def _ways_past(steps: Mapping[str, Step]) -> Iterator[str]:
    """Yield the steps that must be done and yet can be passed by on the way to what is granted."""
    if not any(step.grants for step in steps.values()):
        yield "没有一步给予什么"
    for name, step in steps.items():
        passed = reachable(steps, without=name) if step.must else set()
        if any(steps[one].grants for one in passed - {name}):
            yield f"{name} 必须有，却可以绕过去"


def reachable(steps: Mapping[str, Step], start: str = "", *, without: str = "") -> set[str]:
    """Return the steps that can follow the first one, or a given one, itself among them."""
    first = start or next(iter(steps))
    waiting, found = [first] if first != without else [], set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [one for one in steps[name].follow if one != without]
    return found


def _problems_of_clock(clock: Clock, steps: Mapping[str, Step], marked: set[str]) -> Iterator[str]:
    if clock.step not in steps:
        yield f"期限 {clock.name}：没有 {clock.step} 这一步"
    pauses = [event for one in clock.pauses for event in (one.begins, one.ends)]
    for event in (*clock.starts, *clock.stops, *pauses):
        if event not in marked:
            yield f"期限 {clock.name}：没有哪一步留下 {event}，也不是程序以外的事件"


def _problems_of_deciders(procedure: Procedure) -> Iterator[str]:
    rules: dict[str, list[DeciderRule]] = {}
    for rule in procedure.deciders:
        rules.setdefault(rule.matter, []).append(rule)
    for step in procedure.steps.values():
        if step.decides and step.decides not in rules:
            yield f"{step.name}：没有写由谁决定 {step.decides}"
    for matter, own in rules.items():
        if own[-1].up_to or own[-1].above or own[-1].when:
            yield f"{matter}：由谁决定的最后一条只管一部分情况"


def check_words_used(vocabulary: Vocabulary, programmes: Mapping[str, Programme]) -> None:
    """Refuse an event no procedure uses: a word nobody can say is a misunderstanding."""
    used = {event for programme in programmes.values() for event in events_of(programme)}
    for event in vocabulary.events:
        if event not in used:
            raise PolicyBroken("procedures/vocabulary.yaml", f"events.{event}", "没有程序用到它")


def events_of(programme: Programme) -> set[str]:
    """Return the events one programme knows, in any region and version."""
    steps = [step for parts in programme.parts.values() for part in parts for step in part.steps.values()]
    return {event for step in steps for event in step.marks} | set(programme.outside)


def clocks_of(programme: Programme) -> dict[str, str]:
    """Return the clocks one programme has, in any region and version, with their labels."""
    parts = (part for own in programme.parts.values() for part in own)
    return {name: clock.label for part in parts for name, clock in part.clocks.items()}
