"""Read the files of `policies/procedures/`: what is misspelt, doubled, unknown or uncited is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from doudi.kernel.rest_days import FILE as REST_DAYS
from doudi.kernel.rest_days import read_rest_days
from doudi.policy.definitions import Definition
from doudi.policy.packs import NATION
from doudi.policy.reading import PackBroken, Reader, read_file, with_line
from doudi.procedures.clocks import read_clock
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
AREAS = ("URBAN", "RURAL")
REGIONS = FOLDER / "regions"
SAMPLES = Path("cases", "procedures")
VOCABULARY = FOLDER / "vocabulary.yaml"

_CODE = re.compile(r"[A-Z][A-Z0-9_]*")
_REGION = re.compile(r"[1-9][0-9](?:[0-9]{2}){0,2}")
_PARTS = ("steps", "clocks", "deciders", "publicity", "differing", "sampling", "leaves_out")
_VERSION = ("to", "like", *_PARTS)

Kept = TypeVar("Kept")


def load_vocabulary(root: Path) -> Vocabulary:
    """Return the codes procedures may use, and the days taken for holidays where no notice reaches."""
    return replace(_located(root / VOCABULARY, root, _vocabulary), rest_days=read_rest_days(root))


def _planned(reader: Reader, events: Mapping[str, str]) -> tuple[str, ...]:
    planned = reader.items("planned")
    for event in planned:
        if event not in events:
            reader.refuse("planned", f"{event!r} is not among the events")
    return planned


def _keys(reader: Reader, name: str) -> tuple[str, ...]:
    keys = reader.items(name)
    for key in keys:
        if not isinstance(key, str):
            reader.refuse(name, f"{key!r} is no parameter")
    return keys


def _vocabulary(reader: Reader) -> Vocabulary:
    names = ("offices", "events", "grounds", "matters", "papers", "fields", "samples")
    reader.only(names, ("planned", "handing_down"))
    found = {}
    for name in names:
        codes = reader.inside(name)
        for code in codes.said:
            if not _CODE.fullmatch(code):
                codes.refuse(code, "a code is written in capitals")
            codes.text(code)
        found[name] = dict(codes.said)
    return Vocabulary(
        offices=found["offices"],
        events=found["events"],
        grounds=found["grounds"],
        matters=found["matters"],
        papers=found["papers"],
        fields=found["fields"],
        samples=found["samples"],
        planned=_planned(reader, found["events"]),
        handing_down=_keys(reader, "handing_down"),
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
    programmes: dict[str, Programme] = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        if path not in (root / VOCABULARY, root / REST_DAYS):
            programme = _located(
                path, root, lambda reader: _programme(reader, vocabulary, definitions, known)
            )
            if programme.code in programmes:
                raise PackBroken(path.name, "programme", f"another file has {programme.code}")
            programmes[programme.code] = programme
    for folder in (REGIONS, SAMPLES) if samples else (REGIONS,):
        for path in sorted((root / folder).rglob("*")):
            if path.is_dir():
                continue
            _check_place(path, root, folder)
            code, parts = _located(
                path, root, lambda reader: _region(reader, programmes, vocabulary, definitions, known)
            )
            _lay_in(programmes, code, parts)
    return programmes


def _located(path: Path, root: Path, read: Callable[[Reader], Kept]) -> Kept:
    """Return what a file says; a problem in it is told with its line."""
    try:
        return read(read_file(path, root))
    except PackBroken as problem:
        raise with_line(problem, path.read_text(encoding="utf-8")) from None


def _check_place(path: Path, root: Path, folder: Path) -> None:
    parts = path.relative_to(root / folder).parts
    if len(parts) != 2 or not _REGION.fullmatch(parts[0]) or path.suffix != ".yaml":
        name = path.relative_to(root).as_posix()
        raise PackBroken(name, "", "has no place here: procedures stand in <region>/<programme>.yaml")


def _lay_in(programmes: dict[str, Programme], code: str, parts: tuple[Part, ...]) -> None:
    programme, region = programmes[code], parts[0].region
    if region in programme.parts:
        raise PackBroken(parts[0].file, "region", f"another file has {code} of {region}")
    laid = {**programme.parts, region: parts}
    programmes[code] = Programme(programme.code, programme.title, programme.bound_by, programme.outside, laid)


def _programme(
    reader: Reader,
    vocabulary: Vocabulary,
    definitions: Mapping[str, Definition],
    known: frozenset[str],
) -> Programme:
    reader.only(("programme", "title", "versions"), ("bound_by", "outside"))
    code = reader.text("programme")
    if not _CODE.fullmatch(code) or Path(reader.file).stem != code.lower():
        reader.refuse("programme", "is written in capitals and names the file")
    sourced = Sourced(vocabulary, definitions, known)
    outside = sourced.texts(reader, "outside", tuple(vocabulary.events))
    bound_by = reader.text("bound_by", tuple(vocabulary.events), default="")
    parts = _parts(reader, NATION, replace(sourced, place=NATION_NAME))
    return Programme(code, reader.text("title"), bound_by, outside, {NATION: parts})


def _region(
    reader: Reader,
    programmes: Mapping[str, Programme],
    vocabulary: Vocabulary,
    definitions: Mapping[str, Definition],
    known: frozenset[str],
) -> tuple[str, tuple[Part, ...]]:
    reader.only(("programme", "region", "name", "versions"))
    code, region = reader.text("programme", tuple(programmes)), reader.text("region")
    place = Path(reader.file)
    if place.parent.name != region or place.stem != code.lower():
        reader.refuse("region", "region and programme are the names of folder and file")
    sourced = Sourced(vocabulary, definitions, known, place=reader.text("name"))
    return code, _parts(reader, region, sourced)


def _parts(reader: Reader, region: str, sourced: Sourced) -> tuple[Part, ...]:
    """Return the dated parts of one region in the order of time, none reaching into the next."""
    read: list[Part] = []
    for one in reader.each("versions"):
        part = _part(one, region, sourced, {earlier.begins: earlier for earlier in read})
        if read and (read[-1].ends is None or read[-1].ends > part.begins):
            one.refuse("from", f"the version from {read[-1].begins} is not over by then")
        read.append(part)
    if not read:
        reader.refuse("versions", "has none")
    return tuple(read)


def _part(reader: Reader, region: str, sourced: Sourced, earlier: Mapping[date, Part]) -> Part:
    reader.only(("from", "document", "verified"), ("article", "note", *_VERSION))
    begins, ends = reader.day("from"), reader.day("to")
    if begins is None or (ends is not None and ends <= begins):
        reader.refuse("to" if begins else "from", "is a day, and the end comes after the beginning")
    sourced = sourced.by_default(sourced.citation(reader))
    part = Part(
        file=reader.file,
        place=reader.place,
        region=region,
        name=sourced.place,
        begins=begins,
        ends=ends,
        basis=sourced.basis,
        steps=_named(reader, "steps", lambda one, name: _step(one, name, sourced)),
        clocks=_named(reader, "clocks", lambda one, name: read_clock(one, name, sourced)),
        deciders=tuple(_decider(one, sourced) for one in reader.each("deciders")),
        publicity=_publicity(reader, sourced),
        differing=tuple(_differing(one, sourced) for one in reader.each("differing")),
        sampling=_sampling(reader, sourced),
        leaves_out=sourced.texts(reader, "leaves_out", ()),
    )
    like = reader.day("like")
    if like is None:
        return part
    if like not in earlier:
        reader.refuse("like", f"no earlier version begins on {like}")
    return laid_over(earlier[like], part)


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
    )


def _named(reader: Reader, key: str, read: Callable[[Reader, str], Kept]) -> dict[str, Kept]:
    """Return the entries of a mapping by name."""
    inside = reader.inside(key)
    return {name: read(inside.inside(name), name) for name in inside.said}


def _step(reader: Reader, name: str, sourced: Sourced) -> Step:
    reader.only(
        ("label", "office", "next"),
        ("marks", "must", "grants", "decides", "papers", "people", *sourced.cited),
    )
    words = sourced.vocabulary
    return Step(
        name=name,
        label=reader.text("label"),
        office=reader.text("office", tuple(words.offices)),
        marks=sourced.texts(reader, "marks", tuple(words.events)),
        follow=sourced.texts(reader, "next", ()),
        citation=sourced.citation(reader),
        must=reader.truth("must", default=False),
        grants=reader.truth("grants", default=False),
        decides=reader.text("decides", tuple(words.matters), default=""),
        papers=sourced.source(reader, "papers", lambda one: _codes(one, words.papers), ("codes",)),
        people=sourced.source(reader, "people", sourced.whole, ("number",)),
    )


def _codes(written: object, words: Mapping[str, str]) -> tuple[str, ...] | None:
    if isinstance(written, list) and all(isinstance(one, str) and one in words for one in written):
        return tuple(written)
    return None


def _decider(reader: Reader, sourced: Sourced) -> DeciderRule:
    reader.only(("name", "matter", "office"), ("when", "up_to", "above", "times", "unless", *sourced.cited))
    offices = sourced.vocabulary.offices
    office = sourced.source(
        reader,
        "office",
        lambda one: one if isinstance(one, str) and one in offices else None,
        ("code",),
        offices,
    )
    assert office is not None  # noqa: S101 - only() has seen the key
    times = _times(reader, sourced)
    unless = reader.text("unless", default="")
    if unless and not sourced.kind_of(unless):
        reader.refuse("unless", f"{unless} is not defined")
    limits = ("ratio", "number") if times else ("money",)
    return DeciderRule(
        name=reader.text("name"),
        matter=reader.text("matter", tuple(sourced.vocabulary.matters)),
        office=office,
        citation=sourced.citation(reader),
        when=sourced.conditions(reader),
        up_to=sourced.source(reader, "up_to", sourced.whole, limits),
        above=sourced.source(reader, "above", sourced.whole, limits),
        times=times,
        unless=unless,
    )


def _times(reader: Reader, sourced: Sourced) -> dict[str, str]:
    """Return the standard of each kind of area that an amount is a multiple of."""
    if "times" not in reader.said:
        return {}
    inside = reader.inside("times")
    inside.only(AREAS)
    for area in AREAS:
        if sourced.kind_of(inside.text(area)) != "money":
            inside.refuse(area, "is no parameter that holds money")
    return dict(inside.said)


def _publicity(reader: Reader, sourced: Sourced) -> Publicity | None:
    if "publicity" not in reader.said:
        return None
    inside = reader.inside("publicity")
    inside.only(("held",), ("again_after_objection", "fields", *sourced.cited))
    fields = sourced.source(inside, "fields", lambda one: _codes(one, sourced.vocabulary.fields), ("codes",))
    held = inside.truth("held")
    if held == (fields is None):
        inside.refuse("fields", "are named where the result is shown, and only there")
    return Publicity(
        held=held,
        again_after_objection=inside.truth("again_after_objection", default=False),
        fields=fields or sourced.nothing,
        citation=sourced.citation(inside),
    )


def _differing(reader: Reader, sourced: Sourced) -> Differing:
    reader.only(("steps",), sourced.cited)
    steps = sourced.texts(reader, "steps", ())
    if len(set(steps)) < 2:
        reader.refuse("steps", "names at least two")
    return Differing(steps, sourced.citation(reader))


def _sampling(reader: Reader, sourced: Sourced) -> Sampling | None:
    if "sampling" not in reader.said:
        return None
    inside = reader.inside("sampling")
    inside.only((), ("share", "always", *sourced.cited))
    if "share" not in inside.said and "always" not in inside.said:
        inside.refuse("", "says neither a share nor what is visited always")
    return Sampling(
        share=sourced.source(inside, "share", sourced.share, ("ratio",)),
        always=sourced.texts(inside, "always", tuple(sourced.vocabulary.samples)),
        citation=sourced.citation(inside),
    )
