"""Say in Chinese why a file cannot be read and what to do instead."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "EMPTY": "文件是空的（0 字节或没有任何内容）。请重新导出后再传。",
    "TOO_LARGE": "文件有 %(size)s MB，超过 %(limit)s MB 的上限。请按乡镇拆成几个文件，分别上传。",
    "ENCRYPTED": "文件设了打开密码，读不出来。请在 WPS 或 Excel 里取消密码，另存后再传。",
    "MACROS": "文件带有宏程序，为安全不接收。请另存为“Excel 工作簿（.xlsx）”（不含宏）后再传。",
    "BOMB": "文件解开后超过 %(limit)s MB，与它的大小极不相称，为安全不接收。请重新导出后再传。",
    "FAR_CELLS": "工作表“%(sheet)s”在很远的 %(cell)s 处还有单元格，表格范围大得不正常。"
    "请删去表外多余的行和列，或把名单复制到新的工作簿后再传。",
    "TRUNCATED": "文件不完整，可能没有传完或下载中断。请重新导出或重新拷贝后再传。",
    "DAMAGED": "文件打不开，内容已损坏。请用 WPS 或 Excel 打开另存一次，再传新文件。",
    "ENCODING": "文本文件的编码认不出来。请用 WPS 或 Excel 打开后另存为 .xlsx，再传。",
    "NO_ROWS": "文件里没有任何有内容的行。请确认导出的是名单本身。",
    "TOO_BIG_TO_READ": "文件太大，读取时超出了内存限制。请按乡镇拆成几个文件，或另存为 CSV 后再传。",
    "TOO_SLOW": "文件 %(seconds)s 秒内没有读完，已停止。请按乡镇拆成几个文件，或另存为 CSV 后再传。",
    "CRASHED": "文件读取时出错中止，多半是文件结构不正常。请用 WPS 或 Excel 打开另存一次，再传新文件。",
    "PDF": "这是 PDF 文件，不是表格。请向来数单位要 Excel 或 CSV 格式的名单。",
    "WORD": "这是 Word 文档，不是表格。请把名单复制到 Excel 工作簿后再传。",
    "SLIDES": "这是演示文稿，不是表格。请向来数单位要 Excel 或 CSV 格式的名单。",
    "IMAGE": "这是图片，不是表格。请向来数单位要 Excel 或 CSV 格式的名单。",
    "ARCHIVE": "这是压缩包。请先解压，再上传里面的表格文件。",
    "WEB_PAGE": "这是网页格式的表格（业务系统常这样导出）。请用 WPS 或 Excel 打开，另存为 .xlsx 后再传。",
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
