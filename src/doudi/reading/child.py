"""Read one file in a process of its own: limits on itself, bytes from stdin, sheets as Arrow to stdout.

It holds no key, opens no file and knows no setting; if it is killed or aborts, nothing else is harmed.
"""

from __future__ import annotations

import gc
import json
import resource
import sys

from doudi.reading.frames import Tag, send_told
from doudi.reading.limits import MIB, Limits
from doudi.reading.refusals import FileRefused


def main() -> None:
    """Read one file from stdin and write the answer to stdout."""
    gc.disable()  # it lives for one file and makes millions of small things, none of them in circles
    limits = Limits(**json.loads(sys.argv[1]))
    name = sys.argv[2]
    _limit_self(limits)
    out = sys.stdout.buffer
    try:
        _read(sys.stdin.buffer.read(), name, limits)
    except FileRefused as refusal:
        send_told(out, Tag.REFUSED, {"refused": refusal.code, "details": refusal.details})
    except MemoryError:
        send_told(out, Tag.REFUSED, {"refused": "TOO_BIG_TO_READ", "details": {}})
    out.flush()


def _limit_self(limits: Limits) -> None:
    """Bind this process; a core file would put personal data on the disk."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    most = max(limits.heap_bytes, limits.old_book_bytes)
    resource.setrlimit(resource.RLIMIT_DATA, (limits.heap_bytes, most))
    resource.setrlimit(resource.RLIMIT_AS, (limits.address_bytes, limits.address_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _read(data: bytes, name: str, limits: Limits) -> None:
    from doudi.reading.detection import FileKind, kind_of, renamed_notice
    from doudi.reading.formats import read_kind
    from doudi.reading.sink import Sink

    if len(data) > limits.file_bytes:
        raise FileRefused("TOO_LARGE", size=len(data) // MIB, limit=limits.file_bytes // MIB)
    sink = Sink(sys.stdout.buffer, limits)
    kind = kind_of(data, limits)
    if kind == FileKind.XLS:
        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    notice = renamed_notice(name, kind)
    epoch_1904 = read_kind(kind, data, limits, sink)
    if not sink.rows:
        raise FileRefused("NO_ROWS")
    told: dict[str, object] = {
        "kind": kind.value,
        "notices": [notice] if notice else [],
        "epoch_1904": epoch_1904,
    }
    send_told(sys.stdout.buffer, Tag.END, told)


if __name__ == "__main__":
    main()
