"""Writes the words of a short message or a call; reads what an operator answers.

A text message says that a paper waits and who hands it out, nothing of what it says or about whom: whoever
holds the telephone may be somebody else (P18, P28).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HEADINGS = ("编号", "手机号", "短信内容")
ANSWERED = ("编号", "结果")
RESULTS: Mapping[str, str] = {
    "成功": "RECEIVED",
    "送达": "RECEIVED",
    "失败": "FAILED",
    "未送达": "FAILED",
    "退回": "RETURNED",
    "空号": "RETURNED",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of an operator's answer: its row in the file, the message it names, and what became of it."""

    row: int
    ref: str
    state: str


@dataclass(frozen=True, slots=True)
class Refused:
    """One line of an answer that says nothing we can take, and why."""

    row: int
    why: str


def text_message(office: str, township: str) -> str:
    """Return the words of a text message."""
    return (
        f"【{office}】有一份给您的文书由{township}送达，请留意来人或到{township}民政办领取。"
        "有疑问请到窗口询问。"
    )


def words_to_say(office: str, township: str, addressee: str) -> str:
    """Return what to say on the telephone; first of all who it is."""
    return (
        f"您好，我是{office}的工作人员。请问您是{addressee}本人吗？（不是本人的，只说请本人回电，不说事由）"
        f"有一份给您的文书由{township}送达，想和您约个时间送过去；您也可以带身份证件到{township}民政办领取。"
    )


def read_answers(rows: Sequence[tuple[int, Sequence[str]]]) -> tuple[list[Answer], list[Refused]] | None:
    """Return the lines of an answer and those refused; None where no row names the columns."""
    found: list[Answer] = []
    refused: list[Refused] = []
    places: list[int] | None = None
    for row, cells in rows:
        said = [cell.strip() for cell in cells]
        if places is None:
            places = [said.index(name) for name in ANSWERED] if set(ANSWERED) <= set(said) else None
            continue
        ref, result = (said[place] for place in places)
        if not ref and not result:
            continue
        if result in RESULTS:
            found.append(Answer(row, ref, RESULTS[result]))
        else:
            refused.append(Refused(row, f"结果“{result[:10]}”看不懂，只认{'、'.join(RESULTS)}"))
    return (found, refused) if places is not None else None
