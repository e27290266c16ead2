"""Declares the list of users for the administrators."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.selectors import in_force, posts_on, users_within
from doudi.common.lists.declaring import (
    Cell,
    Column,
    Filter,
    Listing,
    Mark,
    Reader,
    Rows,
    flag,
)
from doudi.common.lists.ordering import by_code_point


@dataclass(frozen=True, slots=True)
class UserLine:
    """A user as one line, with the posts held today in words."""

    officer: User
    posts: str


def _lines(users: Sequence[Any], reader: Reader) -> list[UserLine]:
    return [UserLine(user, _posts(user, reader)) for user in users]


def _posts(user: User, reader: Reader) -> str:
    held = in_force(user, on=reader.today)
    return "；".join(
        f"{post.get_role_display()} · {post.division.name}" if post.division else str(post.get_role_display())
        for post in held
    )


def _holding(users: Rows, role: str, reader: Reader) -> Rows:
    return users.filter(pk__in=posts_on(reader.today).filter(role=role).values("user_id"))


def _said(is_so: object, said: str, otherwise: str) -> Cell:
    return Cell(marks=(Mark(said, "ok") if is_so else Mark(otherwise),))


def _active(line: UserLine) -> Cell:
    return _said(line.officer.is_active, "在用", "已停用")


USERS = Listing(
    code="users",
    title="用户",
    unit="人",
    page="accounts:users",
    row_page="accounts:user",
    rows=lambda reader: users_within(reader.whole),
    lines=_lines,
    columns=(
        Column("username", "用户名", lambda line: line.officer.username, sort=(by_code_point("username"),)),
        Column("name", "姓名", lambda line: line.officer.name, sort=(by_code_point("name"),)),
        Column("posts", "在任岗位", lambda line: line.posts or "无"),
        Column(
            "number",
            "身份证号",
            lambda line: "已登记" if line.officer.person_key else "没有登记",
            lambda line: _said(line.officer.person_key, "已登记", "没有登记"),
        ),
        Column(
            "authenticator",
            "动态口令",
            lambda line: "已绑定" if line.officer.has_second_factor else "未绑定",
            lambda line: _said(line.officer.has_second_factor, "已绑定", "未绑定"),
        ),
        Column("active", "状态", lambda line: line.officer.is_active, _active, sort=("is_active",)),
    ),
    order="username",
    filters=(
        Filter("role", "角色", lambda _reader: Role.choices, _holding),
        flag("stopped", "已停用", lambda users, _reader: users.filter(is_active=False)),
        flag("numberless", "没有登记身份证号", lambda users, _reader: users.filter(person_key="")),
    ),
)
