"""A shared computer at the counter: whoever comes after the officer sees nothing of what was shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import PASSWORD, officer
from doudi.registry.models import Person
from tests.county import COUNTY, County, name, on_dibao
from tests.journeys.browser import CHROMIUM, Browser, chromium

LEAVE = "document.querySelector('form[action=\"/logout/\"]').requestSubmit()"


def log_in(browser: Browser, site: str, username: str) -> None:
    browser.open(f"{site}/login/")
    browser.value(f"document.querySelector('[name=username]').value = '{username}'")
    browser.value(f"document.querySelector('[name=password]').value = '{PASSWORD}'")
    browser.value("document.querySelector('[name=password]').form.requestSubmit()")
    browser.wait("location.pathname === '/' && document.readyState === 'complete'")


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM, reason="没有 Chromium")
@pytest.mark.django_db(transaction=True)
def test_going_back_after_logging_out_shows_nobodys_name(
    county: County, live_server: LiveServer, tmp_path: Path
) -> None:
    county.send("dibao", [on_dibao(0)])
    clerk, site = officer(Role.COUNTY_OFFICER, COUNTY, username="counter"), live_server.url
    with chromium(tmp_path / "profile") as browser:
        log_in(browser, site, clerk.username)
        shown = Person.objects.get(name=name(0))
        browser.open(f"{site}/people/{shown.pk}/")
        assert name(0) in browser.text()

        browser.value(LEAVE)
        browser.wait("location.pathname === '/login/' && document.readyState === 'complete'")
        browser.value("history.back()")
        browser.wait("document.readyState === 'complete' && document.body.innerText.includes('登录')")

        assert name(0) not in browser.text()
        assert name(0) not in str(browser.value("document.documentElement.outerHTML"))
