"""Read the files of `policies/procedures/`: what is misspelt, doubled, unknown or uncited is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from doudi.kernel.policy_file import Place, PolicyBroken, read_policy, with_line
from doudi.kernel.rest_days import FILE as REST_DAYS
from doudi.kernel.rest_days import read_rest_days
from doudi.policy.definitions import Definition
from doudi.policy.packs import NATION
from doudi.procedures.clocks import read_clock
from doudi.procedures.files import (
    DeciderFile,
    ProgrammeFile,
    PublicityFile,
    RegionFile,
    SamplingFile,
    StepFile,
    VersionFile,
    Versions,
    VocabularyFile,
)
from doudi.procedures.shapes import (
    DeciderRule,
    Differing,
    Part,
    Programme,
    Publicity,
    Sampling,
    Step,
    Vocabulary,
)
from doudi.procedures.sources import Sourced

FOLDER = Path("procedures")
NATION_NAME = "全国"
REGIONS = FOLDER / "regions"
SAMPLES = Path("cases", "procedures")
VOCABULARY = FOLDER / "vocabulary.yaml"

_REGION = re.compile(r"[1-9][0-9](?:[0-9]{2}){0,2}")


def load_vocabulary(root: Path) -> Vocabulary:
    """Return the codes procedures may use, and the days taken for holidays where no notice reaches."""
    said = read_policy(root, VOCABULARY, VocabularyFile)
    for event in said.planned:
        if event not in said.events:
            Place(VOCABULARY.as_posix()).refuse("planned", f"events 里没有 {event!r}")
    return Vocabulary(
        offices=said.offices,
        events=said.events,
        grounds=said.grounds,
        matters=said.matters,
        papers=said.papers,
        fields=said.fields,
        samples=said.samples,
        planned=said.planned,
        handing_down=said.handing_down,
        rest_days=read_rest_days(root),
    )


def load_programmes(
    root: Path,
    vocabulary: Vocabulary,
    definitions: Mapping[str, Definition],
    known: frozenset[str],
    *,
    samples: bool = False,
) -> dict[str, Programme]:
    """Return every programme with the parts of the nation and, after it, of the regions."""
    sourced = Sourced(vocabulary, definitions, known)
    programmes: dict[str, Programme] = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        name = path.relative_to(root)
        if name not in (VOCABULARY, REST_DAYS):
            programme = _programme(root, name, sourced)
            programmes[programme.code] = programme
    for folder in (REGIONS, SAMPLES) if samples else (REGIONS,):
        for path in sorted((root / folder).rglob("*")):
            if not path.is_dir():
                _check_place(path, root, folder)
                _add_region(root, path.relative_to(root), programmes, sourced)
    return programmes


def _check_place(path: Path, root: Path, folder: Path) -> None:
    parts = path.relative_to(root / folder).parts
    if len(parts) != 2 or not _REGION.fullmatch(parts[0]) or path.suffix != ".yaml":
        raise PolicyBroken(path.relative_to(root).as_posix(), "", "这里只放 <区划>/<项目>.yaml")


def _programme(root: Path, name: Path, sourced: Sourced) -> Programme:
    place, said = Place(name.as_posix()), read_policy(root, name, ProgrammeFile)
    if name.stem != said.programme.lower():
        place.refuse("programme", "要用大写字母写文件名")
    events = sourced.vocabulary.events
    try:
        outside = sourced.among(place, "outside", said.outside, events)
        bound_by = sourced.event(place, "bound_by", said.bound_by) if said.bound_by else ""
        parts = _parts(place, NATION, said.versions, replace(sourced, name=NATION_NAME))
    except PolicyBroken as problem:
        raise with_line(problem, (root / name).read_text(encoding="utf-8")) from None
    return Programme(said.programme, said.title, bound_by, outside, {NATION: parts})


def _add_region(root: Path, name: Path, programmes: dict[str, Programme], sourced: Sourced) -> None:
    """Add what one region's file says to its programme."""
    place, said = Place(name.as_posix()), read_policy(root, name, RegionFile)
    programme = programmes.get(said.programme)
    if programme is None:
        place.refuse("programme", f"没有 {said.programme} 这个项目，可以写的是 {'、'.join(programmes)}")
    if name.parent.name != said.region or name.stem != said.programme.lower():
        place.refuse("region", "区划和项目要与文件夹、文件同名")
    if said.region in programme.parts:
        place.refuse("region", f"另一个文件里已经有 {said.region} 的 {said.programme}")
    try:
        parts = _parts(place, said.region, said.versions, replace(sourced, name=said.name))
    except PolicyBroken as problem:
        raise with_line(problem, (root / name).read_text(encoding="utf-8")) from None
    programmes[said.programme] = replace(programme, parts={**programme.parts, said.region: parts})


def _parts(place: Place, region: str, versions: Versions, sourced: Sourced) -> tuple[Part, ...]:
    """Return the dated parts of one region in the order of time, none reaching into the next."""
    read: list[Part] = []
    for number, one in enumerate(versions):
        here = place.below("versions", number)
        part = _part(here, one, region, sourced, {earlier.begins: earlier for earlier in read})
        if read and (read[-1].ends is None or read[-1].ends > part.begins):
            here.refuse("from", f"{read[-1].begins} 起的版本那时还没有到期")
        read.append(part)
    return tuple(read)


def _part(
    place: Place, said: VersionFile, region: str, sourced: Sourced, earlier: Mapping[date, Part]
) -> Part:
    if said.ends is not None and said.ends <= said.begins:
        place.refuse("to", "止日要在起始日之后")
    sourced = sourced.by_default(sourced.citation(place, said))
    part = Part(
        file=place.file,
        place=place.at,
        region=region,
        name=sourced.name,
        begins=said.begins,
        ends=said.ends,
        basis=sourced.basis,
        steps={
            name: _step(place.below("steps", name), one, name, sourced) for name, one in said.steps.items()
        },
        clocks={
            name: read_clock(place.below("clocks", name), one, name, sourced)
            for name, one in said.clocks.items()
        },
        deciders=tuple(
            _decider(place.below("deciders", number), one, sourced)
            for number, one in enumerate(said.deciders)
        ),
        publicity=_publicity(place.below("publicity"), said.publicity, sourced),
        differing=tuple(
            Differing(one.steps, sourced.citation(place.below("differing", number), one))
            for number, one in enumerate(said.differing)
        ),
        sampling=_sampling(place.below("sampling"), said.sampling, sourced),
        terms=_terms(place.below("terms"), said, sourced),
        leaves_out=said.leaves_out,
    )
    if said.like is None:
        return part
    if said.like not in earlier:
        place.refuse("like", f"没有从 {said.like} 起的更早版本")
    return laid_over(earlier[said.like], part)


def _terms(place: Place, said: VersionFile, sourced: Sourced) -> dict[str, tuple[str, ...]]:
    """Return the keys each step is done by."""
    return {step: sourced.parameters(place, step, keys) for step, keys in said.terms.items()}


def laid_over(below: Part, above: Part) -> Part:
    """Return one part with another's steps, clocks and deciders in the place of its own of that name."""
    out = above.leaves_out
    replaced = {one.matter for one in above.deciders}
    return Part(
        file=above.file,
        place=above.place,
        region=above.region,
        name=above.name,
        begins=above.begins,
        ends=above.ends,
        basis=above.basis,
        steps={name: one for name, one in {**below.steps, **above.steps}.items() if name not in out},
        clocks={name: one for name, one in {**below.clocks, **above.clocks}.items() if name not in out},
        deciders=(*(one for one in below.deciders if one.matter not in replaced), *above.deciders),
        publicity=above.publicity or below.publicity,
        differing=above.differing or below.differing,
        sampling=above.sampling or below.sampling,
        terms={step: keys for step, keys in {**below.terms, **above.terms}.items() if step not in out},
    )


def _step(place: Place, said: StepFile, name: str, sourced: Sourced) -> Step:
    words = sourced.vocabulary
    sourced.among(place, "office", (said.office,), words.offices)
    sourced.among(place, "decides", (said.decides,) if said.decides else (), words.matters)
    return Step(
        name=name,
        label=said.label,
        office=said.office,
        marks=sourced.among(place, "marks", said.marks, words.events),
        follow=said.next,
        citation=sourced.citation(place, said),
        must=said.must,
        grants=said.grants,
        decides=said.decides,
        papers=sourced.source(place, said, "papers", sourced.codes(words.papers), ("codes",)),
        ways=_ways(place.below("ways"), said),
    )


def _ways(place: Place, said: StepFile) -> dict[str, tuple[str, ...]]:
    """Return what opens each way on; a step that leaves events says it of every way, in its own events."""
    for name, events in said.ways.items():
        if name not in said.next:
            place.refuse(name, f"接下来没有 {name} 这一步")
        for event in events:
            if event not in said.marks:
                place.refuse(name, f"{event} 不是这一步留下的事件")
    return dict(said.ways)


def _decider(place: Place, said: DeciderFile, sourced: Sourced) -> DeciderRule:
    offices = sourced.vocabulary.offices
    office = sourced.source(
        place, said, "office", lambda one: one if one in offices else None, ("code",), offices
    )
    assert office is not None  # noqa: S101 - the shape has seen the key
    times = {"URBAN": said.times.urban, "RURAL": said.times.rural} if said.times else {}
    for area, key in times.items():
        if sourced.kind_of(key) != "money":
            place.below("times").refuse(area, f"{key} 不是金额参数")
    if said.unless and not sourced.kind_of(said.unless):
        place.refuse("unless", f"没有 {said.unless} 这个参数")
    limits = ("ratio", "number") if times else ("money",)
    sourced.among(place, "matter", (said.matter,), sourced.vocabulary.matters)
    return DeciderRule(
        name=said.name,
        matter=said.matter,
        office=office,
        citation=sourced.citation(place, said),
        when=sourced.conditions(place, said.when),
        up_to=sourced.source(place, said, "up_to", sourced.whole, limits),
        above=sourced.source(place, said, "above", sourced.whole, limits),
        times=times,
        unless=said.unless,
    )


def _publicity(place: Place, said: PublicityFile | None, sourced: Sourced) -> Publicity | None:
    if said is None:
        return None
    fields = sourced.source(place, said, "fields", sourced.codes(sourced.vocabulary.fields), ("codes",))
    if said.held == (fields is None):
        place.refuse("fields", "公示的写内容，不公示的不写")
    return Publicity(
        held=said.held,
        again_after_objection=said.again_after_objection,
        fields=fields or sourced.nothing,
        citation=sourced.citation(place, said),
    )


def _sampling(place: Place, said: SamplingFile | None, sourced: Sourced) -> Sampling | None:
    if said is None:
        return None
    return Sampling(
        always=sourced.among(place, "always", said.always, sourced.vocabulary.samples),
        citation=sourced.citation(place, said),
    )
