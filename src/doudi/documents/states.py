"""Says what kinds of papers there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttachmentKind(models.TextChoices):
    """What a paper is to whoever reads the file (材料类别)."""

    WISH = "WISH", _("书面意愿或协议")
    CERTIFICATE = "CERTIFICATE", _("证明材料")
    PHOTO = "PHOTO", _("现场照片")
    RECORD = "RECORD", _("走访或询问笔录")
    FORM = "FORM", _("表单与审批表")
    RECEIPT = "RECEIPT", _("送达回证")
    OTHER = "OTHER", _("其他材料")
