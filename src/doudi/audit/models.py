"""Holds the tables of the audit trail."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.common.fields import SealedTextField


class Chain(models.Model):
    """The head of one county's chain, or the system's; the last lock any transaction takes."""

    name = models.CharField(_("链名"), max_length=20, primary_key=True)
    sequence = models.BigIntegerField(_("最后序号"), default=0)
    head = models.CharField(_("链头"), max_length=64)

    class Meta:
        verbose_name = _("留痕链")

    def __str__(self) -> str:
        return self.name


class Entry(models.Model):
    """One thing that happened or was read (留痕记录); never changed, never deleted."""

    chain = models.ForeignKey(Chain, verbose_name=_("留痕链"), on_delete=models.PROTECT)
    sequence = models.BigIntegerField(_("序号"))
    at = models.DateTimeField(_("时间"))
    actor_id = models.BigIntegerField(_("操作人编号"), null=True)
    actor = models.CharField(_("操作人"), max_length=150)
    action = models.CharField(_("操作"), max_length=60)
    subject_type = models.CharField(_("对象类型"), max_length=60)
    subject_id = models.CharField(_("对象编号"), max_length=64)
    division = models.CharField(_("区划代码"), max_length=12, blank=True)
    reason = SealedTextField(_("理由"), blank=True)
    details = SealedTextField(_("内容"), blank=True)
    content_digest = models.CharField(_("内容摘要"), max_length=64)
    previous_hash = models.CharField(_("上一条摘要"), max_length=64)
    hash = models.CharField(_("本条摘要"), max_length=64)

    class Meta:
        verbose_name = _("留痕记录")
        ordering = ("chain", "sequence")
        constraints = (models.UniqueConstraint(fields=("chain", "sequence"), name="entry_follows_one_other"),)
        indexes = (
            models.Index(fields=("subject_type", "subject_id"), name="entry_by_subject"),
            models.Index(fields=("actor", "at"), name="entry_by_actor"),
            models.Index(fields=("-at", "-id"), name="entry_by_moment"),
        )

    def __str__(self) -> str:
        return f"{self.chain_id}:{self.sequence}"

    def hashed_fields(self) -> dict[str, str | int | None]:
        """Return what the hash covers; the sealed content is covered by its keyed digest."""
        return {
            "chain": self.chain_id,
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "actor_id": self.actor_id,
            "actor": self.actor,
            "action": self.action,
            "subject_type": self.subject_type,
            "subject_id": self.subject_id,
            "division": self.division,
            "content_digest": self.content_digest,
        }
