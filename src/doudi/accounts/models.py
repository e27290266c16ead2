"""Holds the people who work with the system and the posts they hold."""

import re
from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from doudi.accounts.roles import Role
from doudi.common.fields import SealedTextField
from doudi.regions.models import Division, Organisation

USERNAME_PATTERN = r"^[a-z0-9][a-z0-9_.@-]{1,39}$"
_LOOKS_PERSONAL = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{15}")


def may_be_username(text: str) -> bool:
    """Say whether a text can be a user name at all: plain, and no phone or identity number."""
    return bool(re.fullmatch(USERNAME_PATTERN, text)) and not _LOOKS_PERSONAL.search(text)


class User(AbstractBaseUser):
    """A person who logs in (用户); what they may do comes from the posts they hold, never from this row."""

    username = models.CharField(
        _("用户名"), max_length=40, unique=True, validators=[RegexValidator(USERNAME_PATTERN)]
    )
    name = models.CharField(_("姓名"), max_length=40)
    phone = SealedTextField(_("手机号"), blank=True)
    number = SealedTextField(_("身份证号"), blank=True)
    person_key = models.CharField(
        _("自然人标记"),
        max_length=32,
        blank=True,
        help_text=_("由身份证号加密钥得来；一人几个账号，标记相同"),
    )
    totp_secret = SealedTextField(_("动态口令密钥"), blank=True)
    totp_used = models.BigIntegerField(_("最近用过的动态口令步数"), default=0)
    is_active = models.BooleanField(_("在用"), default=True)
    must_change_password = models.BooleanField(_("下次登录须改口令"), default=True)
    created_at = models.DateTimeField(_("创建时间"))

    objects = BaseUserManager["User"]()

    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("用户")
        ordering = ("username",)
        indexes = (models.Index(fields=("person_key",), name="user_by_person"),)

    def __str__(self) -> str:
        return self.username

    @property
    def has_second_factor(self) -> bool:
        """Say whether a one-time-code device is bound."""
        return bool(self.totp_secret)


class Post(models.Model):
    """One role in one region for a time (岗位); a person may hold several and uses one at a time."""

    user = models.ForeignKey(User, verbose_name=_("用户"), on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    division = models.ForeignKey(
        Division,
        verbose_name=_("管辖区划"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text=_("只有三员岗位可以留空，表示全系统"),
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("所在机构"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    valid_from = models.DateField(_("任职日"))
    valid_to = models.DateField(_("离任日"), null=True, help_text=_("不含当日；在任的留空"))

    class Meta:
        verbose_name = _("岗位")
        ordering = ("valid_from", "id")
        constraints = (
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="only_administrators_have_no_region",
                condition=Q(role__in=("SYSTEM_ADMIN", "SECURITY_ADMIN", "AUDIT_ADMIN"))
                | Q(division__isnull=False),
            ),
        )
        indexes = (models.Index(fields=("role", "division"), name="post_by_role_and_division"),)

    def __str__(self) -> str:
        return str(self.pk)

    def is_held_on(self, day: date) -> bool:
        """Say whether somebody holds this post on a day; nobody holds one that has ended."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def dialog(self) -> str:
        """Return the id of the dialog that asks before this post is ended."""
        return f"end-post-{self.pk}"
