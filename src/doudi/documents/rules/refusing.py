"""Says in Chinese why a file is not kept and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping

MIB = 1 << 20
LARGEST = 20 * MIB
MOST_PIXELS = 150_000_000
SENTENCES: Mapping[str, str] = {
    "EMPTY": "文件是空的。请重新拍照、扫描或导出后再传。",
    "TOO_LARGE": f"文件超过 {LARGEST // MIB} MB。请把照片调小一些，或把扫描件分成几个文件再传。",
    "HEIC": "这是苹果手机的 HEIC 照片，别人的电脑打不开。请在手机“设置—相机—格式”里选“兼容性最佳”重拍，"
    "或转成 JPG 再传。",
    "OLD_OFFICE": "这是旧版 Word 或 Excel 文件。请另存为 docx、xlsx 或 PDF 再传。",
    "OTHER_KIND": "只收 PDF、docx、xlsx 和 JPG、PNG 图片。请转换后再上传。",
    "DAMAGED": "文件打不开，可能没有传完或已经损坏。请在本机打开看看，重新保存后再传。",
    "LOCKED": "文件设了打开口令，别人看不了。请取消口令、另存后再传。",
    "ACTIVE": "文件里带有程序或夹带了别的文件，为安全不接收。请打印成 PDF 或截图后再传。",
    "BOMB": "文件解开后大得不正常，为安全不接收。请重新导出后再传。",
    "TOO_MANY_PIXELS": "图片的像素大得不正常。请调小尺寸后再传。",
}


class NotKept(Exception):
    """A file is of no kind we keep; `code` names why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def sentence(self) -> str:
        """Return why, in words for whoever sent it."""
        return SENTENCES[self.code]
