"""Looks after the folder of papers."""

from doudi.documents.services.attachments import sweep_left_behind


def sweep(_place: str) -> str:
    """Remove bytes whose row never came."""
    gone = sweep_left_behind()
    return f"清理没有登记成功的文件 {gone} 个" if gone else ""
