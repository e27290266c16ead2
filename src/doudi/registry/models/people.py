"""Holds people, their numbers and names, and the turn of whoever files them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField
from doudi.registry.states import IdentityStanding, Sex


class Person(models.Model):
    """A natural person, however many numbers or lists name them.

    Two records that an officer held to be one person: the later points to the earlier, which stands for both.
    """

    name = models.CharField(_("姓名"), max_length=60)
    name_key = models.CharField(_("姓名检索形式"), max_length=60, blank=True)
    initials = models.CharField(_("拼音首字母"), max_length=60, blank=True)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex)
    born_on = models.DateField(_("出生日期"))
    division = models.CharField(_("区划代码"), max_length=12)
    same_as = models.ForeignKey(
        "self", verbose_name=_("即同一人"), on_delete=models.PROTECT, null=True, related_name="others"
    )
    created_at = models.DateTimeField(_("建档时间"))

    class Meta:
        verbose_name = _("人员")
        indexes = (
            models.Index(fields=("division", "id"), name="person_by_division"),
            models.Index(fields=("name_key",), name="person_by_name_key"),
            models.Index(fields=("initials",), name="person_by_initials"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class KnownName(models.Model):
    """Another name that lists give a person (曾用姓名), to find them by; it follows from the lines."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="known_names"
    )
    name = models.CharField(_("姓名"), max_length=60)
    name_key = models.CharField(_("姓名检索形式"), max_length=60)

    class Meta:
        verbose_name = _("曾用姓名")
        constraints = (models.UniqueConstraint(fields=("person", "name_key"), name="name_is_known_once"),)
        indexes = (models.Index(fields=("name_key",), name="known_name_by_key"),)

    def __str__(self) -> str:
        return str(self.pk)


class Identity(models.Model):
    """An identity number of a person, as keyed token and under seal; nowhere in clear."""

    person = models.ForeignKey(
        Person, verbose_name=_("人员"), on_delete=models.PROTECT, related_name="identities"
    )
    token_high = models.BigIntegerField(_("身份标记高位"))
    token_low = models.BigIntegerField(_("身份标记低位"))
    epoch = models.PositiveSmallIntegerField(_("密钥期次"))
    number = SealedTextField(_("身份证号码"))
    standing = models.CharField(
        _("号码状态"), max_length=10, choices=IdentityStanding, default=IdentityStanding.CONFIRMED
    )

    class Meta:
        verbose_name = _("身份号码")
        constraints = (
            models.UniqueConstraint(
                fields=("token_high", "token_low", "epoch"),
                condition=Q(standing="CONFIRMED"),
                name="number_is_one_persons",
            ),
        )
        indexes = (models.Index(fields=("token_high", "token_low"), name="identity_by_token"),)

    def __str__(self) -> str:
        return str(self.pk)


class RegistryTurn(models.Model):
    """The one row everybody who files people locks first (建档次序), so that no number is filed twice."""

    name = models.CharField(_("名称"), max_length=20, primary_key=True)

    class Meta:
        verbose_name = _("建档次序")

    def __str__(self) -> str:
        return self.name
