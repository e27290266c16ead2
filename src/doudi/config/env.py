"""The one table of environment variables: what an installation may be told, and what stands otherwise."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


class WrongVariable(Exception):
    """An environment variable holds something that cannot be read as its kind."""


@dataclass(frozen=True)
class Variable:
    """One environment variable; `by_env` gives the default where it differs by DOUDI_ENV."""

    name: str
    kind: str
    default: str
    help: str
    choices: tuple[str, ...] = ()
    by_env: tuple[tuple[str, str], ...] = ()


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DOUDI_ENV",
        "choice",
        "production",
        "运行环境。production 正式；development 开发；demo 演示；test 测试（可装入情景数据）。",
        choices=("production", "development", "demo", "test"),
    ),
    Variable("DOUDI_DATA", "path", "var/data", "数据文件夹：数据库、批次、导出，全部文件都在这里。"),
    Variable("DOUDI_KEYS", "path", "var/keys", "密钥文件夹。必须放在数据文件夹和备份之外。"),
    Variable("DOUDI_POLICIES", "path", "policies", "政策文件夹：参数、比对规则、来源对照表。"),
    Variable("DOUDI_VENDOR", "path", "build/vendor", "前端文件夹，由安装步骤取来。"),
    Variable(
        "DATABASE_URL",
        "text",
        "",
        "数据库地址。留空用数据文件夹里的 SQLite；PostgreSQL 写 postgresql://用户:口令@主机:5432/库名。",
    ),
    Variable(
        "DATABASE_OWNER_URL",
        "text",
        "",
        "只用于建表和升级的 PostgreSQL 地址；平时运行的账号没有改表和删改台账的权限。",
    ),
    Variable("DOUDI_SECRET", "text", "", "签名密钥。留空时在密钥文件夹里生成一份。"),
    Variable(
        "APP_CLOCK",
        "text",
        "",
        "业务时钟。留空用真实时间；2026-03-01T09:00+08:00 从此刻走起；前加 frozen: 则停住。",
    ),
    Variable("DOUDI_HOSTS", "list", "127.0.0.1,localhost,[::1]", "允许访问的主机名，逗号分隔。"),
    Variable("DOUDI_ORIGINS", "list", "", "经反向代理时可信的网址来源，逗号分隔，如 https://救助.例。"),
    Variable(
        "DOUDI_HTTPS",
        "bool",
        "no",
        "只走 HTTPS：安全 Cookie、HSTS、跳转。正式环境默认开。",
        by_env=(("production", "yes"),),
    ),
    Variable(
        "DOUDI_SECOND_FACTOR",
        "choice",
        "enrolled",
        "第二因子。required 人人必须；enrolled 已绑定的人才问；off 不问（只许演示）。",
        choices=("required", "enrolled", "off"),
        by_env=(("production", "required"),),
    ),
    Variable("DOUDI_IDLE_MINUTES", "number", "30", "多少分钟无操作就自动退出。"),
    Variable("DOUDI_LOGIN_FAILURES", "number", "5", "口令连续输错多少次后锁定账号。"),
    Variable("DOUDI_LOCKOUT_MINUTES", "number", "15", "锁定多少分钟。"),
    Variable("DOUDI_UPLOAD_MB", "number", "100", "一次上传的上限（兆字节）。文件只在内存里，不落临时盘。"),
    Variable("DOUDI_WORKERS", "number", "1", "后台任务进程数。"),
    Variable("DOUDI_MEMORY_MB", "number", "1024", "一次比对最多用多少内存（兆字节）。"),
    Variable("DOUDI_LOG_LEVEL", "text", "INFO", "日志级别。日志里不写个人信息。"),
)

_TABLE = {variable.name: variable for variable in VARIABLES}


def text(name: str) -> str:
    """Return what the installation says, or the table's default for its environment."""
    variable = _TABLE[name]
    given = os.environ.get(name, "").strip()
    if not given:
        given = dict(variable.by_env).get(_environment(), variable.default)
    if variable.choices and given not in variable.choices:
        raise WrongVariable(f"{name} 只能是 {'、'.join(variable.choices)}，现在是“{given}”。")
    return given


def number(name: str) -> int:
    """Return a whole number that is not negative."""
    given = text(name)
    if not given.isdecimal():
        raise WrongVariable(f"{name} 应是非负整数，现在是“{given}”。")
    return int(given)


def flag(name: str) -> bool:
    """Return yes or no."""
    given = text(name).lower()
    if given not in {"yes", "no", "true", "false", "1", "0"}:
        raise WrongVariable(f"{name} 应是 yes 或 no，现在是“{given}”。")
    return given in {"yes", "true", "1"}


def names(name: str) -> list[str]:
    """Return the parts between commas, without blanks."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def path(name: str) -> Path:
    """Return a folder; a relative one is counted from the checkout."""
    return (ROOT / text(name)).resolve()


def _environment() -> str:
    return os.environ.get("DOUDI_ENV", "").strip() or _TABLE["DOUDI_ENV"].default
