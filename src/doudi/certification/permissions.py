"""What a post may be allowed to do in this module."""

from collections.abc import Mapping

from doudi.common.kit import Text

PERMISSIONS: Mapping[str, Text] = {
    "certification.check": "转入认定、登记初核与复查",
    "certification.decide": "审定认定与退出",
    "certification.propose": "提出认定与退出",
    "certification.view": "看低收入认定",
}
