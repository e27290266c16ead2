"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "studies.run_study": "政策试算",
    "studies.try_family": "试算一户",
}
