"""Tell columns whose headings nobody knows by what stands in them, or ask."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from doudi.recognition.fit import Content, fit
from doudi.recognition.headings import level_value
from doudi.recognition.persons import is_kin, names_kin
from doudi.recognition.sources import DIVISION_TYPES, Column, Kind, Source, Type
from doudi.recognition.table import IGNORED, UNKNOWN, ColumnGuess, Table

BY_CONTENT = 0.6
MOST_IDENTITY_SHARE = 0.5
MOST_NAMES = 0.9
PERSON = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,12}[·•‧・∙][\u3400-\u9fff·•‧・∙]{1,12}")
NAMES_SOMEBODY = re.compile(r"姓名|名字|对象|人员|人|者|户|姓 *名")
SPEAKS_OF_MONEY = re.compile(r"金|额|元|费|补|资|款|差|发放|标准|水平|实拨|应拨|应领|实领")
CARD = re.compile(r"[账帐卡折]")
CARD_NUMBER = re.compile(r"['’]?\d{14,21}")
TOWN_AND_VILLAGE = re.compile(r".{0,30}[\u3400-\u9fff]{2,}(?:镇|乡|街道|办事处|农场).{1,12}[村社居屯].{0,30}")
MONEYED = 0.95
MOST_SPOKEN = 0.95
PAID = frozenset({"household_amount_fen", "year_amount_fen", "total_fen", "subsidy_fen", "subsidy_total_fen"})
"""What else says what is paid: with a care allowance or an income alone the amount is still missing."""
YES_OR_NO = frozenset({"YES", "NO"})
SAID_OF_ANYTHING = frozenset("是否有无男女")
OF_OTHERS = re.compile(r"年|户|全家|家庭|累计|补发|余额")


def identity_by_content(
    table: Table, guesses: list[ColumnGuess], open_: Collection[int]
) -> list[ColumnGuess]:
    """Take an unnamed column full of identity numbers for the identity column, where there is no other.

    The number of a disability certificate begins with the identity number.
    """
    numbered = {"id_number", "head_number"}
    taken = {guess.column for guess in guesses}
    open_places = [
        guess.place
        for guess in guesses
        if not guess.column and guess.place in open_ and not is_somebody_elses(table, guess.place)
    ]
    certified = _has(table.source, "certificate_number")
    held = [place for place in open_places if table.contents[place].share(CERTIFICATE) >= MOST_NAMES]
    if len(held) == 1 and certified and "certificate_number" not in taken:
        return _given(guesses, held[0], "certificate_number", "内容像残疾人证号")
    if numbered & taken or "certificate_number" in taken:
        return guesses
    shares = {place: table.contents[place].identity for place in open_places}
    best = max(shares, key=lambda place: shares[place], default=-1)
    if best >= 0 and shares[best] >= MOST_IDENTITY_SHARE:
        return _given(guesses, best, "id_number", "内容像身份证号")
    if len(held) == 1 and not certified:
        return _given(guesses, held[0], "id_number", "残疾人证号的前 18 位是身份证号")
    return guesses


CERTIFICATE = re.compile(r"['’]?\d{17}[\dXx][1-7][1-4](?:[Bb]?\d{1,2})?")


def names_by_content(table: Table, guesses: list[ColumnGuess], open_: Collection[int]) -> list[ColumnGuess]:
    """Take the one unknown column of people's names for the name, where a list has a number and no name.

    A list has a hundred words for whom it is about – 五保对象, 职工姓名, 逝者 – and one column of them.
    """
    taken = {guess.column for guess in guesses}
    if "id_number" not in taken or "name" in taken or not _has(table.source, "name"):
        return guesses
    number = next(guess.place for guess in guesses if guess.column == "id_number")
    people = [
        guess.place
        for guess in guesses
        if _is_unknown(guess, open_)
        and not is_somebody_elses(table, guess.place)
        and (guess.place == number - 1 or NAMES_SOMEBODY.search(table.header[guess.place][0]))
        and _share(table.contents[guess.place], PERSON) >= MOST_NAMES
    ]
    beside = [place for place in people if place == number - 1]
    # the head's name may stand for the person's, but never where the row names somebody beside the number
    people = beside or ([] if "head_name" in taken else people)
    return _given(guesses, people[0], "name", "内容像姓名") if len(people) == 1 else guesses


def accounts_by_content(
    table: Table, guesses: list[ColumnGuess], open_: Collection[int]
) -> list[ColumnGuess]:
    """Take the one unknown column of cards or accounts, called as one, for the account."""
    if not _has(table.source, "account") or "account" in {guess.column for guess in guesses}:
        return guesses
    found = [
        guess.place
        for guess in guesses
        if _is_unknown(guess, open_)
        and CARD.search(guess.heading)
        and not is_somebody_elses(table, guess.place)
        and _share(table.contents[guess.place], CARD_NUMBER) >= MOST_NAMES
    ]
    return _given(guesses, found[0], "account", "内容像银行账号") if len(found) == 1 else guesses


def codes_by_content(table: Table, guesses: list[ColumnGuess], open_: Collection[int]) -> list[ColumnGuess]:
    """Take an unknown column for the one code column whose words stand in it throughout: 户主, 配偶, 长子.

    Yes and no, and figures, are said of anything; a list that is one kind of thing throughout says little.
    """
    taken = {guess.column for guess in guesses}
    for guess in [each for each in guesses if _is_unknown(each, open_)]:
        content = table.contents[guess.place]
        if len(content.texts) < 2 or is_somebody_elses(table, guess.place):
            continue
        speaking = [
            column.name
            for column in table.source.columns
            if column.name not in taken and _speaks(column, content, guess.heading)
        ]
        behind = {name for name in speaking if table.source.column(name).instead_of in speaking}
        speaking = [name for name in speaking if name not in behind]
        if len(speaking) == 1:
            taken.add(speaking[0])
            title = table.source.column(speaking[0]).title
            guesses = _given(guesses, guess.place, speaking[0], f"内容都是“{title}”的写法")
    return guesses


def amounts_by_content(table: Table, guesses: list[ColumnGuess], open_: Collection[int]) -> list[ColumnGuess]:
    """Take the one unread column of money for a roster's amount, or ask: nobody is listed without it unsaid.

    Where an amount may be a person's or a household's, or of a year, a person says which.
    """
    source = table.source
    money = {column.name for column in source.columns if column.type == Type.MONEY}
    wanted = next((source.column(rule.amount) for rule in source.listing if rule.amount), None)
    paid = money & (PAID | {rule.amount for rule in source.listing})
    if source.kind == Kind.DEPARTMENT and len(money) == 1:
        wanted, paid = source.column(*money), money
    if wanted is None or paid & {guess.column for guess in guesses}:
        return guesses
    unread = [
        guess
        for guess in guesses
        if (_is_unknown(guess, open_) or _is_bare(guess, open_)) and _is_money(table, guess.place, wanted)
    ]
    one_meaning = source.spread is None and "household_amount_fen" not in money
    if len(unread) == 1 and one_meaning and not OF_OTHERS.search(table.header[unread[0].place][0]):
        return _given(guesses, unread[0].place, wanted.name, "内容像金额，没有别的金额列")
    if unread and source.kind == Kind.ROSTER:
        shown = "、".join(f"{guess.letter}列“{guess.heading}”" for guess in unread)
        sentence = (
            f"没有认出金额是哪一列，{shown}像金额。请在预览里指定哪一列是“{wanted.title}”；"
            "都不是的，选“不取用”后确认。"
        )
        return table.ask(guesses, {guess.place for guess in unread}, "AMOUNT_UNREAD", sentence)
    return guesses


JUST_A_DAY = re.compile(r"(?:登记|发生|办理|填写|记账)?(?:日期|时间|年月日?|月日)")


def days_by_content(table: Table, guesses: list[ColumnGuess], open_: Collection[int]) -> list[ColumnGuess]:
    """Take a column called 日期 and nothing more for the one day a list of events cannot do without."""
    source, taken = table.source, {guess.column for guess in guesses}
    needed = {rule.started for rule in source.listing} if source.each == "record" else set()
    needed |= {column.name for column in source.columns if column.required and column.type == Type.DATE}
    missing = [column for column in source.columns if column.name in needed - taken]
    stood_for = {column.instead_of for column in source.columns if column.name in taken}
    if len(missing) != 1 or missing[0].name in stood_for:
        return guesses
    found = [
        guess
        for guess in guesses
        if (_is_unknown(guess, open_) or _is_bare(guess, open_))
        and JUST_A_DAY.fullmatch(table.header[guess.place][0])
        and fit(missing[0], table.contents[guess.place]) >= MONEYED
    ]
    return _given(guesses, found[0].place, missing[0].name, "只有这一列日期") if len(found) == 1 else guesses


def addresses_by_content(
    table: Table, guesses: list[ColumnGuess], open_: Collection[int]
) -> list[ColumnGuess]:
    """Take the one unknown column of towns with their villages for the address, where no other says a place.

    户籍所属区划, 乡镇村组, 原户籍地: without it nobody on the list would lie in any township.
    """
    placed = DIVISION_TYPES | {Type.ADDRESS}
    said = {column.name for column in table.source.columns if column.type in placed}
    if not _has(table.source, "address") or said & {guess.column for guess in guesses}:
        return guesses
    found = [
        guess.place
        for guess in guesses
        if _is_unknown(guess, open_)
        and not is_somebody_elses(table, guess.place)
        and _share(table.contents[guess.place], TOWN_AND_VILLAGE) >= MOST_NAMES
    ]
    return _given(guesses, found[0], "address", "内容像乡镇和村") if len(found) == 1 else guesses


def is_somebody_elses(table: Table, place: int) -> bool:
    """Say whether a heading speaks of somebody beside the row's person."""
    wordings = table.header[place]
    others = table.headings.catalogue.words.others
    if any(wording.startswith(word) for wording in wordings for word in others):
        return True
    return bool(wordings) and (names_kin(table.headings, wordings) or is_kin(table.headings, wordings))


def _is_bare(guess: ColumnGuess, open_: Collection[int]) -> bool:
    """Say whether a column is one that is not needed as a rule, such as 金额 beside an amount by name."""
    return not guess.column and guess.place in open_ and guess.left_as == IGNORED


def _is_money(table: Table, place: int, wanted: Column) -> bool:
    wordings, content = table.header[place], table.contents[place]
    if not wordings or content.is_blank:
        return False
    if place not in table.monthly and not SPEAKS_OF_MONEY.search(wordings[0]):
        return False
    return content.identity == 0 and fit(wanted, content) >= MONEYED


def _share(content: Content, look: re.Pattern[str]) -> float:
    total = sum(content.counts)
    spelled = (
        (re.sub(r"\s+", "", text), count) for text, count in zip(content.texts, content.counts, strict=True)
    )
    return sum(count for text, count in spelled if look.fullmatch(text)) / total if total else 0.0


def _has(source: Source, name: str) -> bool:
    return any(column.name == name for column in source.columns)


def _is_unknown(guess: ColumnGuess, open_: Collection[int]) -> bool:
    return not guess.column and guess.place in open_ and guess.left_as == UNKNOWN


def _speaks(column: Column, content: Content, heading: str) -> bool:
    """Say whether nearly every cell is one of a code column's own spellings in words, and not always one.

    A column in which anything may stand besides must also end as its title does: 补贴状态 as 发放状态.
    """
    if column.type != Type.CODE or not set(column.labels) - YES_OR_NO:
        return False
    if column.free_text and not heading.endswith(column.title[-2:]):
        return False
    said = [
        ("" if level_value(text).isascii() else column.values.get(level_value(text), ""), count)
        for text, count in zip(content.texts, content.counts, strict=True)
        if level_value(text) not in SAID_OF_ANYTHING
    ]
    total = sum(count for _, count in said)
    known = sum(count for code, count in said if code)
    return known >= MOST_SPOKEN * total and len({code for code, _ in said if code}) > 1


def _given(guesses: list[ColumnGuess], place: int, column: str, reason: str) -> list[ColumnGuess]:
    return [
        replace(guess, column=column, confidence=BY_CONTENT, reason=reason) if guess.place == place else guess
        for guess in guesses
    ]
