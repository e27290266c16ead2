"""A clerk of the county: drops files, confirms each guess as it stands, publishes, compares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from doudi.exchange.models import Batch
from doudi.exchange.states import BatchState
from tests.cases.bureau import Bureau
from tests.second_county.file import CORRECTED, WITHDRAWN, File


@dataclass
class Clerk:
    """Works through a month's files by the pages; counts how often the product had to ask."""

    bureau: Bureau
    asked: Counter[str] = field(default_factory=Counter)
    taken: list[tuple[File, Batch]] = field(default_factory=list)
    refused: list[tuple[File, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    """What became of a month's lists otherwise than the clerk said it must."""

    def take(self, file: File) -> None:
        """Take one file from the drop zone to publication; of a wrong one before it, as the clerk would."""
        self.bureau.tick()
        browser = self.bureau.browser()
        browser.raise_request_exception = False
        self._focus(browser, file.period)
        if file.how == WITHDRAWN:
            self._withdraw(browser, file)
        before = set(Batch.objects.values_list("pk", flat=True))
        browser.post("/batches/upload/", {"files": [SimpleUploadedFile(file.name, file.data)]})
        batch = Batch.objects.exclude(pk__in=before).first()
        if batch is None:
            self.refused.append((file, "没有接收"))
            return
        batch = self._confirmed(browser, file, batch)
        if batch.state == BatchState.CHECKED:
            self._publish(browser, file, batch)
        if batch.state == BatchState.PUBLISHED:
            self.taken.append((file, batch))
            self._check_place(file, batch)
        else:
            doubts = "；".join(str(doubt.get("sentence", doubt)) for doubt in batch.doubts)
            self.refused.append((file, f"{batch.state} {batch.problem} {doubts}"))

    def _confirmed(self, browser: Client, file: File, batch: Batch) -> Batch:
        """Answer what is asked as the truth says, and confirm the columns as they were guessed."""
        if batch.state == BatchState.RECOGNISED and batch.source != file.source:
            self.asked[f"来源：{batch.source or '认不出'}"] += 1
            browser.post(f"/batches/{batch.pk}/source/", {"source": file.source})
            batch.refresh_from_db()
        if batch.state == BatchState.RECOGNISED:
            form = browser.get(f"/batches/{batch.pk}/").context["mapping"]
            guessed = {name: form[name].value() or "" for name in form.fields}
            browser.post(f"/batches/{batch.pk}/confirm/", guessed)
            batch.refresh_from_db()
        return batch

    def _publish(self, browser: Client, file: File, batch: Batch) -> None:
        """Publish as the page offers it; where it asks, answer as the truth says."""
        page = browser.get(f"/batches/{batch.pk}/").context
        if page.get("is_undecided"):
            self.asked["并列还是更正"] += 1
            before = self._before(file) if file.how == CORRECTED else None
            browser.post(f"/batches/{batch.pk}/place/", {"replaces": str(before.pk) if before else ""})
            page = browser.get(f"/batches/{batch.pk}/").context
        answer = {"seen": page.get("seen", "")}
        if page.get("leaving") and page["leaving"].is_steep:
            self.asked["终止的人较多"] += 1
            answer["part" if file.is_part else "confirm_closing"] = "1"
        browser.post(f"/batches/{batch.pk}/publish/", answer)
        batch.refresh_from_db()

    def _before(self, file: File) -> Batch | None:
        """Return the batch of the file sent before; None where it was not taken."""
        found = [batch for taken, batch in self.taken if taken is file.instead_of]
        return Batch.objects.get(pk=found[0].pk) if found else None

    def _withdraw(self, browser: Client, file: File) -> None:
        """Take the wrong file back, and send it back where the clerk is tidy."""
        before = self._before(file)
        if before is None:
            return
        browser.post(f"/batches/{before.pk}/withdraw/", {"reason": "名单有误，另行报送"})
        if file.is_sent_back:
            browser.post(f"/batches/{before.pk}/discard/", {"reason": "名单有误"})
        before.refresh_from_db()
        if before.state != (BatchState.REFUSED if file.is_sent_back else BatchState.CHECKED):
            self.faults.append(f"{before.file_name} 没有撤回：{before.state}")

    def _check_place(self, file: File, batch: Batch) -> None:
        """Note where a list took another's place, or did not, against what the clerk sent it for."""
        before = self._before(file) if file.how == CORRECTED else None
        if batch.replaces_id != (before.pk if before else None):
            name = batch.replaces.file_name if batch.replaces else "没有哪一份"
            self.faults.append(f"{file.name} 更正了{name}，应为 {before.file_name if before else '没有'}")

    def _focus(self, browser: Client, period: str) -> None:
        """Look at a month, as the box at the top of the page does."""
        browser.post("/focus/", {"region": self.bureau.county, "period": period, "next": "/batches/"})
