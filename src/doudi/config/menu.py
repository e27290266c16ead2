"""The navigation: what the side bar shows, in the order of the main job."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Item:
    """One line of the side bar; it shows to those who have its permission and lights up under its prefix."""

    label: str | Promise
    icon: str
    page: str
    permission: str
    prefixes: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """A heading of the side bar with its lines."""

    label: str | Promise
    items: tuple[Item, ...]


MENU: tuple[Group, ...] = (
    Group(
        "",
        (
            Item(_("工作台"), "layout-dashboard", "desk:home", "desk.view_home", ("/",)),
            Item(_("待办"), "checklist", "work:tasks", "work.view_tasks", ("/tasks/",)),
        ),
    ),
    Group(
        _("申请审核"),
        (
            Item(_("受理台"), "file-plus", "casework:counter", "casework.handle", ("/apply/",)),
            Item(_("申请"), "files", "casework:applications", "casework.view", ("/applications/",)),
            Item(
                _("经济状况核对"), "report-search", "verification:checks", "verification.view", ("/checks/",)
            ),
        ),
    ),
    Group(
        _("监测比对"),
        (
            Item(
                _("数据批次"), "database-import", "exchange:batches", "exchange.view_batches", ("/batches/",)
            ),
            Item(
                _("比对结果"), "git-compare", "monitoring:results", "monitoring.view_results", ("/results/",)
            ),
            Item(
                _("监测台账"), "clipboard-list", "monitoring:ledger", "monitoring.view_ledger", ("/ledger/",)
            ),
            Item(_("月结"), "calendar-check", "monitoring:month", "monitoring.view_results", ("/month/",)),
            Item(_("名单合并"), "git-merge", "exchange:merged", "exchange.view_quality", ("/merged/",)),
            Item(_("共享查询"), "share", "exchange:shared", "exchange.use_sharing", ("/sharing/",)),
            Item(_("部门共享"), "share", "exchange:sharing_grants", "exchange.grant_sharing", ("/sharing/",)),
            Item(_("数据质量"), "gauge", "exchange:quality", "exchange.view_quality", ("/quality/",)),
            Item(
                _("比对计划"), "calendar-repeat", "monitoring:plans", "monitoring.view_results", ("/plans/",)
            ),
            Item(
                _("专项排查"),
                "list-search",
                "screenings:screenings",
                "monitoring.view_ledger",
                ("/screenings/",),
            ),
            Item(
                _("入户排查"),
                "home-search",
                "intake:home_checks",
                "intake.view_checks",
                ("/home-checks/", "/leads/", "/both-sides/"),
            ),
            Item(_("省平台预警"), "bell-ringing", "intake:alerts", "intake.view_checks", ("/alerts/",)),
            Item(_("指标"), "chart-bar", "oversight:indicators", "oversight.view_figures", ("/indicators/",)),
            Item(
                _("低收入认定"),
                "certificate",
                "certification:certifications",
                "certification.view",
                ("/certifications/",),
            ),
            Item(_("超期督办"), "gavel", "oversight:inquiries", "notices.send_notice", ("/inquiries/",)),
            Item(
                _("发文登记"),
                "file-certificate",
                "documents:issued",
                "documents.view_issued",
                ("/papers/issued/", "/papers/templates/"),
            ),
            Item(
                _("信函送达"), "mail", "notices:letters", "notices.view_letter", ("/letters/", "/messages/")
            ),
            Item(_("公示"), "speakerphone", "publicity:notices", "publicity.view", ("/publicity/",)),
            Item(_("预警与提醒"), "bell", "notices:notices", "notices.view_notice", ("/notices/",)),
            Item(_("备案监测"), "eye", "monitoring:watch", "monitoring.view_ledger", ("/watch/",)),
            Item(
                _("分类核查"),
                "calendar-repeat",
                "monitoring:strategies",
                "monitoring.view_ledger",
                ("/strategies/",),
            ),
            Item(
                _("核查及时率"),
                "clock-check",
                "oversight:timeliness",
                "monitoring.view_ledger",
                ("/timeliness/",),
            ),
            Item(_("三步闭环"), "filter", "oversight:funnel", "monitoring.view_ledger", ("/funnel/",)),
            Item(
                _("帮扶措施"),
                "heart-handshake",
                "monitoring:measures",
                "monitoring.view_ledger",
                ("/measures/",),
            ),
            Item(
                _("部门回填"),
                "message-reply",
                "monitoring:answers",
                "monitoring.answer_entry",
                ("/answers/",),
            ),
        ),
    ),
    Group(
        _("家庭档案"),
        (
            Item(_("家庭"), "home-heart", "desk:households", "registry.view_household", ("/households/",)),
            Item(_("人员"), "users", "desk:people", "registry.view_person", ("/people/",)),
            Item(
                _("人员待核"),
                "user-question",
                "registry:questions",
                "registry.view_person",
                ("/questions/",),
            ),
            Item(
                _("关爱对象"),
                "heart",
                "circumstances:cared_for",
                "registry.view_person",
                ("/care/",),
            ),
            Item(
                _("需求清单"),
                "clipboard-heart",
                "circumstances:needs",
                "registry.view_household",
                ("/needs/",),
            ),
            Item(
                _("家庭状况"),
                "home-check",
                "circumstances:conditions",
                "registry.view_household",
                ("/conditions/",),
            ),
            Item(
                _("疫情排查"),
                "virus",
                "circumstances:epidemic",
                "registry.view_household",
                ("/epidemic/",),
            ),
            Item(
                _("三保障"),
                "shield-check",
                "circumstances:guarantees",
                "registry.view_household",
                ("/guarantees/", "/referrals/"),
            ),
            Item(_("五老名册"), "medal", "desk:elders", "registry.view_person", ("/elders/",)),
            Item(
                _("失独家庭"),
                "lock",
                "circumstances:bereaved",
                "circumstances.keep_bereaved",
                ("/bereaved/",),
            ),
            Item(_("分层统计"), "stack-2", "desk:layers", "registry.view_person", ("/layers/",)),
            Item(
                _("三类重点人员"),
                "user-exclamation",
                "desk:key_classes",
                "registry.view_person",
                ("/key-classes/",),
            ),
            Item(_("风险标签"), "tag", "desk:labels", "monitoring.view_ledger", ("/labels/",)),
        ),
    ),
    Group(
        _("政策规则"),
        (
            Item(_("试算一户"), "calculator", "studies:try_family", "studies.try_family", ("/rules/try/",)),
            Item(
                _("政策试算"),
                "chart-arrows",
                "studies:studies",
                "studies.run_study",
                ("/rules/studies/", "/rules/families/"),
            ),
            Item(_("参数表"), "adjustments", "rulebook:values", "rulebook.view_rules", ("/rules/values/",)),
            Item(
                _("项目规则"),
                "book",
                "rulebook:programmes",
                "rulebook.view_rules",
                ("/rules/programmes/", "/rules/procedures/"),
            ),
            Item(
                _("参数变更"),
                "git-pull-request",
                "rulebook:changes",
                "rulebook.view_rules",
                ("/rules/changes/",),
            ),
            Item(
                _("政策文件"),
                "file-text",
                "rulebook:documents",
                "rulebook.view_rules",
                (
                    "/rules/documents/",
                    "/rules/duties/",
                    "/rules/problems/",
                    "/rules/topics/",
                    "/rules/pilots/",
                ),
            ),
            Item(
                _("价格联动"),
                "trending-up",
                "price_subsidy:indices",
                "rulebook.view_rules",
                ("/rules/indices/", "/rules/groups/holders/"),
            ),
            Item(
                _("标准与差距"),
                "scale",
                "studies:standards",
                "rulebook.view_rules",
                ("/rules/groups/standards/", "/rules/groups/worksheets/", "/rules/groups/differences/"),
            ),
            Item(
                _("停退与复核"), "player-pause", "rulebook:exits", "rulebook.view_rules", ("/rules/exits/",)
            ),
            Item(
                _("权限下放"),
                "arrow-down-circle",
                "delegation:delegations",
                "delegation.view",
                ("/delegations/",),
            ),
            Item(
                _("认定待复核"),
                "user-question",
                "studies:recognitions",
                "studies.try_family",
                ("/rules/recognitions/",),
            ),
        ),
    ),
    Group(
        _("基层力量"),
        (
            Item(
                _("救助协理员"),
                "user-heart",
                "regions:assistants",
                "regions.view_divisions",
                ("/assistants/",),
            ),
            Item(
                _("乡镇力量"),
                "building-community",
                "regions:townships",
                "regions.view_divisions",
                ("/townships/", "/standards/", "/figures/"),
            ),
            Item(
                _("救助站点"),
                "map-pin",
                "regions:stations",
                "regions.view_divisions",
                ("/stations/", "/network/"),
            ),
            Item(
                _("服务设施"), "home-check", "regions:facilities", "regions.view_divisions", ("/facilities/",)
            ),
            Item(_("责任清单"), "list-check", "regions:units", "regions.view_divisions", ("/units/",)),
            Item(_("业务培训"), "school", "training:training", "training.view_training", ("/training/",)),
            Item(
                _("区划与报送"),
                "sitemap",
                "regions:divisions",
                "regions.view_divisions",
                ("/divisions/", "/reporting/"),
            ),
        ),
    ),
    Group(
        _("系统"),
        (
            Item(_("用户与岗位"), "user-cog", "accounts:users", "accounts.manage_users", ("/users/",)),
            Item(_("后台任务"), "clock-cog", "jobs:jobs", "jobs.view_jobs", ("/jobs/",)),
            Item(_("操作留痕"), "history", "desk:trail", "audit.view_trail", ("/trail/",)),
        ),
    ),
)
