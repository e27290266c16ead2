"""Write a book as the kinds of file clerks send."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tools.demo_county.sheets import Book
from tools.demo_county.writers.biff import write_xls
from tools.demo_county.writers.delimited import write_gbk_csv, write_utf8_csv, write_utf16_text
from tools.demo_county.writers.opendocument import write_ods
from tools.demo_county.writers.workbook import write_xlsx

# WPS Office's own .et files are the old binary workbook under another name.
WRITERS: Mapping[str, Callable[[Book, Path], None]] = {
    "xlsx": write_xlsx,
    "xls": write_xls,
    "et": write_xls,
    "ods": write_ods,
    "csv-gbk": write_gbk_csv,
    "csv-utf8": write_utf8_csv,
    "txt-utf16": write_utf16_text,
}
