"""Makes the installation's keys, once."""

from typing import Any

from django.conf import settings

from doudi.common import keys
from doudi.common.commands import ContractCommand


class Command(ContractCommand):
    """Write a fresh key file into DOUDI_KEYS; refuse when there is one."""

    help = "生成密钥文件（只在新安装时用一次）。"

    def answer(self, **options: Any) -> dict[str, Any]:
        """Make the keys and say where they are."""
        place = keys.make(settings.DOUDI_KEYS)
        return {"sentence": f"密钥已生成：{place}。请另存一份到保险的地方，不要和备份放在一起。"}
