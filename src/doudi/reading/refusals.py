"""Say in Chinese why a file cannot be read and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping

SAVE_AGAIN = "请用 WPS 或 Excel 打开核对，另存一次，再传新文件。"
SENTENCES: Mapping[str, str] = {
    "EMPTY": "文件是空的（0 字节或没有任何内容）。请重新导出后再传。",
    "TOO_LARGE": "文件有 %(size)s MB，超过 %(limit)s MB 的上限。请按乡镇拆成几个文件，分别上传。",
    "ENCRYPTED": "文件设了打开密码，读不出来。请在 WPS 或 Excel 里取消密码，另存后再传。",
    "MACROS": "文件带有宏程序，为安全不接收。请另存为“Excel 工作簿（.xlsx）”（不含宏）后再传。",
    "BOMB": "文件解开后超过 %(limit)s MB，与它的大小极不相称，为安全不接收。请重新导出后再传。",
    "FAR_CELLS": "工作表“%(sheet)s”在很远的 %(cell)s 处还有单元格，表格范围大得不正常。"
    "请删去表外多余的行和列，或把名单复制到新的工作簿后再传。",
    "TOO_MANY_CELLS": "文件里的单元格超过 %(limit)s 万个，一次读不完。请按乡镇拆成几个文件，分别上传。",
    "MANY_SHEETS": "文件里的工作表超过 %(limit)s 张。请把名单所在的工作表另存为新的工作簿后再传。",
    "TRUNCATED": "文件不完整，可能没有传完或下载中断。请重新导出或重新拷贝后再传。",
    "DAMAGED": "文件打不开，内容已损坏。请用 WPS 或 Excel 打开另存一次，再传新文件。",
    "BROKEN_PART": "文件里的“%(part)s”已损坏，读出来的内容不可信。" + SAVE_AGAIN,
    "BROKEN_SHEET": "工作表“%(sheet)s”的内容已损坏（%(what)s），读下去会丢行或错位。" + SAVE_AGAIN,
    "DOUBLED_PARTS": "文件里有两份“%(part)s”，不知道哪一份才是真的。" + SAVE_AGAIN,
    "LONG_CELL": "第 %(row)s 行附近有一个单元格超过 %(limit)s 个字，多半是引号没有成对，后面的行会被吞掉。"
    "请在导出的系统里重新导出，或用 WPS 打开核对后另存为 .xlsx 再传。",
    "ENCODING": "文本文件的编码认不出来。请用 WPS 或 Excel 打开后另存为 .xlsx，再传。",
    "NO_ROWS": "文件里没有任何有内容的行。请确认导出的是名单本身。",
    "TOO_BIG_TO_READ": "文件太大，读取时超出了内存限制。请按乡镇拆成几个文件，分别上传。",
    "TOO_SLOW": "文件太大，电脑连续计算 %(seconds)s 秒还没有读完，已停止。请按乡镇拆成几个文件，分别上传。",
    "STOPPED": "读取文件的程序 %(seconds)s 秒没有动静，已停止。这不是文件的问题，请稍后再传一次；"
    "仍然这样，请告诉系统管理员。",
    "CRASHED": "文件读取时出错中止，多半是文件结构不正常。请用 WPS 或 Excel 打开另存一次，再传新文件。",
    "PDF": "这是 PDF 文件，不是表格。请向来数单位要 Excel 或 CSV 格式的名单。",
    "WORD": "这是 Word 文档，不是表格。请把名单复制到 Excel 工作簿后再传。",
    "SLIDES": "这是演示文稿，不是表格。请向来数单位要 Excel 或 CSV 格式的名单。",
    "IMAGE": "这是图片，不是表格。请向来数单位要 Excel 或 CSV 格式的名单。",
    "ARCHIVE": "这是压缩包。请先解压，再上传里面的表格文件。",
    "WEB_PAGE": "这是网页，里面没有表格。请在导出的系统里导出名单本身，或用 WPS 打开后另存为 .xlsx 再传。",
    "WEB_ARCHIVE": "这是网页存档（.mht），系统不读取。请用 WPS 或 Excel 打开，另存为 .xlsx 后再传。",
    "OTHER_XML": "这是 XML 文件，但不是表格。请用导出它的系统另导出 Excel 或 CSV 格式的名单。",
    "XLSB": "这是二进制工作簿（.xlsb），系统不读取。请另存为“Excel 工作簿（.xlsx）”后再传。",
    "PROGRAM": "这是程序文件，不接收。",
    "UNKNOWN_KIND": "认不出这是什么文件。可以上传的有：.xlsx、.xls、.et、.ods、.csv、.txt。",
}


class FileRefused(Exception):
    """The bytes are not a table we read; the text says why and what to do."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(SENTENCES[code] % details)
        self.code = code
        self.details = details
