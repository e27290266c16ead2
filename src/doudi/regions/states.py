"""Names the levels and kinds of divisions and organisations."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.kernel import words


class Level(models.TextChoices):
    """How high a division stands; its code has 2, 4, 6, 9 or 12 digits."""

    PROVINCE = words.DivisionLevel.PROVINCE, _("省级")
    CITY = words.DivisionLevel.CITY, _("市级")
    COUNTY = words.DivisionLevel.COUNTY, _("县级")
    TOWNSHIP = words.DivisionLevel.TOWNSHIP, _("乡级")
    VILLAGE = words.DivisionLevel.VILLAGE, _("村级")


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


class ChangeKind(models.TextChoices):
    """What happened to a division on a day."""

    MERGED = "MERGED", _("合并")
    SPLIT = "SPLIT", _("拆分")
    MOVED = "MOVED", _("划转")
    RENAMED = "RENAMED", _("更名")


class OrganisationKind(models.TextChoices):
    """What an organisation does in social assistance."""

    BUREAU = "BUREAU", _("民政部门")
    TOWNSHIP_OFFICE = "TOWNSHIP_OFFICE", _("乡镇（街道）经办机构")
    VILLAGE_STATION = "VILLAGE_STATION", _("村级救助站")
    DEPARTMENT = "DEPARTMENT", _("其他部门")
    SECTION = "SECTION", _("民政部门的科室")


class AssignmentKind(models.TextChoices):
    """In what capacity somebody works at the base."""

    ASSISTANT = "ASSISTANT", _("救助协理员")
    ESTABLISHED = "ESTABLISHED", _("编内经办")
    PURCHASED = "PURCHASED", _("购买服务人员")


class PointTier(models.TextChoices):
    """The tier of a service point; it follows from the level of its division."""

    VILLAGE = "VILLAGE", _("村级救助站")
    TOWNSHIP = "TOWNSHIP", _("乡镇窗口")
    COUNTY = "COUNTY", _("县级机构")


class StandardKey(models.TextChoices):
    """What a place may set a standard of its own for."""

    STAFF_FLOOR = "STAFF_FLOOR", _("乡镇经办人员下限")
    CASES_PER_HEAD = "CASES_PER_HEAD", _("人均月办件量上限")
    STATION_NEEDY = "STATION_NEEDY", _("设站困难群众人数")
    STATION_STAFF = "STATION_STAFF", _("村级救助站应配人数")
    VILLAGES_PER_ASSISTANT = "VILLAGES_PER_ASSISTANT", _("一人最多兼任村数")


class FigureKind(models.TextChoices):
    """A number that is counted by month, each at one level only so that sums count nothing twice."""

    CASES = "CASES", _("办件量")
    RECIPIENTS = "RECIPIENTS", _("在享对象数")
    POPULATION = "POPULATION", _("常住人口")
    NEEDY = "NEEDY", _("困难群众人数")
    HUKOU = "HUKOU", _("户籍人口")


class LeaderRank(models.TextChoices):
    """How somebody answers for a unit."""

    FIRST = "FIRST", _("第一责任人")
    DEPUTY = "DEPUTY", _("分管负责人")


class ReportingKind(models.TextChoices):
    """Why a unit is a line of its own in the province's totals."""

    CITY = "CITY", _("设区市")
    ZONE = "ZONE", _("示范区")
    COUNTY = "COUNTY", _("省直报县（市）")
