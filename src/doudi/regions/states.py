"""Names the levels and kinds of divisions and organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How high a division stands; its code has 2, 4, 6, 9 or 12 digits."""

    PROVINCE = "PROVINCE", _("省级")
    CITY = "CITY", _("市级")
    COUNTY = "COUNTY", _("县级")
    TOWNSHIP = "TOWNSHIP", _("乡级")
    VILLAGE = "VILLAGE", _("村级")


class DivisionKind(models.TextChoices):
    """What a township or village level unit really is."""

    ORDINARY = "ORDINARY", _("一般行政区划")
    SUBDISTRICT = "SUBDISTRICT", _("街道")
    TOWN = "TOWN", _("镇")
    RURAL_TOWNSHIP = "RURAL_TOWNSHIP", _("乡")
    FARM = "FARM", _("农场")
    PSEUDO = "PSEUDO", _("类似乡级单位")
    COMMUNITY = "COMMUNITY", _("社区居委会")
    VILLAGE = "VILLAGE", _("村委会")


class OrganisationKind(models.TextChoices):
    """What an organisation does in social assistance."""

    BUREAU = "BUREAU", _("民政部门")
    TOWNSHIP_OFFICE = "TOWNSHIP_OFFICE", _("乡镇（街道）经办机构")
    VILLAGE_STATION = "VILLAGE_STATION", _("村级救助站")
    DEPARTMENT = "DEPARTMENT", _("其他部门")
