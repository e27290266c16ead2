"""Tell columns whose headings nobody knows by what stands in them, or ask."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from doudi.recognition.fit import Content, fit
from doudi.recognition.headings import level_value
from doudi.recognition.sources import Column, Kind, Source, Type
from doudi.recognition.table import ColumnGuess, Table

BY_CONTENT = 0.6
MOST_IDENTITY_SHARE = 0.5
MOST_NAMES = 0.9
PERSON = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,12}[·•‧・∙][\u3400-\u9fff·•‧・∙]{1,12}")
NAMES_SOMEBODY = re.compile(r"姓名|名字|对象|人员|人|者|户|姓 *名")
SPEAKS_OF_MONEY = re.compile(r"金|额|元|费|补|资|款|差|发放|标准|水平")
CARD = re.compile(r"[账帐卡折]")
CARD_NUMBER = re.compile(r"['’]?\d{14,21}")
MONEYED = 0.95
MOST_SPOKEN = 0.95
YES_OR_NO = frozenset({"YES", "NO"})
SAID_OF_ANYTHING = frozenset("是否有无男女")
OF_OTHERS = re.compile(r"年|户|全家|家庭|累计|补发|余额")


def identity_by_content(
    table: Table, guesses: list[ColumnGuess], open_: Collection[int]
) -> list[ColumnGuess]:
    """Take an unnamed column full of identity numbers for the identity column, where there is no other."""
    numbered = {"id_number", "certificate_number", "head_number"}
    if any(guess.column in numbered for guess in guesses):
        return guesses
    shares = {
        guess.place: table.contents[guess.place].identity
        for guess in guesses
        if not guess.column and guess.place in open_ and not is_somebody_elses(table, guess.place)
    }
    best = max(shares, key=lambda place: shares[place], default=-1)
    if best < 0 or shares[best] < MOST_IDENTITY_SHARE:
        return guesses
    return _given(guesses, best, "id_number", "内容像身份证号")


def names_by_content(table: Table, guesses: list[ColumnGuess], open_: Collection[int]) -> list[ColumnGuess]:
    """Take the one unknown column of people's names for the name, where a list has a number and no name.

    A list has a hundred words for whom it is about – 五保对象, 职工姓名, 逝者 – and one column of them.
    """
    taken = {guess.column for guess in guesses}
    if "id_number" not in taken or taken & {"name", "head_name"} or not _has(table.source, "name"):
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
            if column.name not in taken and _speaks(column, content)
        ]
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
    if source.kind != Kind.ROSTER or wanted is None or money & {guess.column for guess in guesses}:
        return guesses
    unread = [
        guess for guess in guesses if _is_unknown(guess, open_) and _is_money(table, guess.place, wanted)
    ]
    one_meaning = source.spread is None and "household_amount_fen" not in money
    if len(unread) == 1 and one_meaning and not OF_OTHERS.search(unread[0].heading):
        return _given(guesses, unread[0].place, wanted.name, "内容像金额，没有别的金额列")
    if unread:
        shown = "、".join(f"{guess.letter}列“{guess.heading}”" for guess in unread)
        sentence = (
            f"没有认出金额是哪一列，{shown}像金额。请在预览里指定哪一列是“{wanted.title}”；"
            "都不是的，选“不取用”后确认。"
        )
        table.doubts.append(("AMOUNT_UNREAD", sentence))
    return guesses


def is_somebody_elses(table: Table, place: int) -> bool:
    """Say whether a heading begins with a word for somebody beside the row's person."""
    wordings = table.header[place]
    others = table.headings.catalogue.words.others
    return bool(wordings) and any(wordings[0].startswith(word) for word in others)


def _is_money(table: Table, place: int, wanted: Column) -> bool:
    wordings, content = table.header[place], table.contents[place]
    if not wordings or content.is_blank or not SPEAKS_OF_MONEY.search(wordings[0]):
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
    return not guess.column and guess.place in open_ and guess.reason.startswith("不认识")


def _speaks(column: Column, content: Content) -> bool:
    """Say whether nearly every cell is one of a code column's own spellings in words, and not always one."""
    if column.type != Type.CODE or not set(column.labels) - YES_OR_NO or column.free_text:
        return False
    total = sum(content.counts)
    said = [
        (column.values.get(level_value(text), ""), count)
        for text, count in zip(content.texts, content.counts, strict=True)
        if not level_value(text).isascii() and level_value(text) not in SAID_OF_ANYTHING
    ]
    known = sum(count for code, count in said if code)
    return known >= MOST_SPOKEN * total and len({code for code, _ in said if code}) > 1


def _given(guesses: list[ColumnGuess], place: int, column: str, reason: str) -> list[ColumnGuess]:
    return [
        replace(guess, column=column, confidence=BY_CONTENT, reason=reason) if guess.place == place else guess
        for guess in guesses
    ]
