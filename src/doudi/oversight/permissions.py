"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {"oversight.view_figures": "看指标", "oversight.export_figures": "导出指标"}
