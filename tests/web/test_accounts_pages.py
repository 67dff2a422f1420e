"""Pages of accounts: the second step of the log-in, forgotten passwords, My account, members, tokens (R-WEB-1, R-WEB-4)."""

import re

import pyotp
import pytest

from tests.builders import PASSWORD, Colleague, make_member
from tests.web.conftest import Browser, House
from tests.web.posted import posted, token_in
from workflow import clock
from workflow.sealing import Keys
from workflow.services import second_factor
from workflow.values import Role

NEW = "a longer and better one"


@pytest.fixture
def boss(house: House) -> Colleague:
    return make_member(house.hotel, Role.OWNER, email="boss@aurora.example", name="Bo")


def enrolled(house: House, who: Colleague) -> tuple[str, ...]:
    """Recovery codes."""
    keys: Keys = house.app.config["DESK"].keys
    secret = second_factor.begin(who.staff_id, who.email, keys=keys, now=clock.now()).secret
    return second_factor.confirm(who.staff_id, pyotp.TOTP(secret).at(clock.now()), keys=keys, now=clock.now())


def test_the_second_step_holds_no_password_and_lets_in_with_a_code(house: House) -> None:
    """R-WEB-1: between the steps one is nobody yet."""
    codes = enrolled(house, house.ana)
    browser = house.browser()
    first = browser.log_in(house.ana, next="/spam")
    assert (first.status_code, first.location) == (303, "/login/code?next=/spam")
    page = browser.get(first.location)
    assert PASSWORD not in page.text
    assert browser.get("/queue").location.startswith("/login")
    half = browser.client.get_cookie("bellhop-half-session")
    assert half is not None
    assert house.api(half.value).call("GET", "/me").status_code == 401, "and it is no token either"
    wrong = browser.post("/login/code", first.location, code="000000", next="/spam")
    assert (wrong.status_code, "This code is not right" in wrong.text) == (401, True)
    right = browser.post("/login/code", first.location, code=codes[0], next="/spam")
    assert right.location == "/spam"
    assert browser.get("/spam").status_code == 200
    browser.client.set_cookie("bellhop-half-session", half.value)
    assert browser.get("/login/code").location == "/login", "the half is used up"


def test_without_the_first_step_there_is_no_second(house: House) -> None:
    browser = house.browser()
    assert browser.get("/login/code").location == "/login"
    assert browser.post("/login/code", code="000000").location == "/login"


def test_a_forgotten_password_is_set_by_the_link_of_a_mail(house: House) -> None:
    """R-WEB-1: looking at the link uses nothing up; the same page for who is unknown."""
    browser = house.browser()
    asked = browser.post("/forgotten", "/forgotten", email=house.ana.email)
    unknown = browser.post("/forgotten", "/forgotten", email="nobody@aurora.example")
    assert (asked.status_code, asked.text) == (unknown.status_code, unknown.text)
    (post,) = posted(house.app)
    path = f"/set-password?token={token_in(post)}"
    assert [browser.get(path).status_code for _ in range(3)] == [200] * 3
    assert browser.get(path).headers["Referrer-Policy"] == "no-referrer"
    short = browser.post("/set-password", path, token=token_in(post), password="short")
    assert (short.status_code, "at least ten characters" in short.text) == (422, True)
    done = browser.post("/set-password", path, token=token_in(post), password=NEW)
    assert "The password is set" in done.text
    assert browser.get(path).status_code == 404
    assert browser.log_in(house.ana).status_code == 401
    assert browser.post("/login", email=house.ana.email, password=NEW).status_code == 303


def test_the_mail_with_a_link_is_not_shown_among_kept_mails(house: House, boss: Colleague) -> None:
    """The reception reads kept mails; an owner's link is not for it."""
    house.browser().post("/forgotten", "/forgotten", email=boss.email)
    assert len(posted(house.app)) == 1
    page = house.browser(house.ana).get("/outbox").text
    assert "boss@aurora.example" not in page


def test_one_sets_up_a_second_factor_by_qr_code_and_switches_it_off(house: House) -> None:
    """R-WEB-1: the password once more, a code of the app, ten recovery codes shown once."""
    browser = house.browser(house.ana)
    wrong = browser.post("/account/second-factor", "/account", factorPassword="guess")
    assert (wrong.status_code, "This is not your password." in wrong.text) == (422, True)
    page = browser.get(browser.post("/account/second-factor", "/account", factorPassword=PASSWORD).location)
    assert "<svg" in page.text
    assert "style=" not in page.text, "the policy allows none"
    key = re.search(r'class="sids">([A-Z2-7 ]+)<', page.text)
    assert key is not None
    code = pyotp.TOTP(key[1].replace(" ", "")).at(clock.now())
    shown = browser.post("/account/second-factor/confirm", "/account/second-factor", code=code)
    codes = re.findall(r"<li>([a-z2-9]{5}-[a-z2-9]{5})</li>", shown.text)
    assert len(codes) == 10
    assert "10 recovery codes are left" in browser.get("/account").text
    assert browser.get("/account/second-factor").location == "/account"
    off = browser.post("/account/second-factor/off", "/account", factorPassword=PASSWORD, code=codes[0])
    assert off.location == "/account?done=saved"
    assert house.browser().log_in(house.ana).location == "/queue"


def test_my_account_keeps_name_password_and_sessions(house: House) -> None:
    browser, other = house.browser(house.ana), house.browser(house.ana)
    assert browser.post("/account/name", "/account", name="Ana Ferri").location == "/account?done=saved"
    assert "Ana Ferri" in browser.get("/account").text
    assert browser.post("/account/name", "/account", name=" ").status_code == 422
    session = re.search(r"/account/sessions/(\d+)/end", browser.get("/account").text)
    assert session is not None
    assert other.get("/queue").status_code == 200
    browser.post(f"/account/sessions/{session[1]}/end", "/account")
    assert other.get("/queue").status_code == 303
    other = house.browser(house.ana)
    browser.post("/account/sessions/end", "/account")
    assert other.get("/queue").status_code == 303
    refused = browser.post("/account/password", "/account", current=PASSWORD, password="Aurora2026!")
    assert (refused.status_code, "more than the e-mail address" in refused.text) == (422, True)
    assert NEW not in refused.text
    changed = browser.post("/account/password", "/account", current=PASSWORD, password=NEW)
    assert changed.location == "/account?done=password"
    assert browser.get("/queue").status_code == 200


def test_the_panels_language_is_a_choice_of_the_browser(house: House) -> None:
    browser = house.browser()
    assert "Log in" in browser.get("/login").text
    assert browser.post("/language", language="de", next="/login").location == "/login"
    page = browser.get("/login")
    assert '<html lang="de"' in page.text
    assert "Passwort vergessen?" in page.text
    wrong = browser.post("/login", email=house.ana.email, password="guess")
    assert "E-Mail-Adresse oder Passwort ist falsch." in wrong.text
    assert browser.post("/language", language="xx", next="//evil.example").location == "/queue"
    assert '<html lang="de"' in browser.get("/login").text


def test_an_owner_invites_edits_disables_and_removes_members(house: House, boss: Colleague) -> None:
    """R-WEB-4: settings, members."""
    browser = house.browser(boss)
    fields = {"name": "Neo", "email": "neo@aurora.example", "role": "staff", "departmentId": "", "phone": ""}
    bad = browser.post("/settings/members/new", "/settings/members/new", **{**fields, "email": "neo"})
    assert (bad.status_code, 'value="Neo"' in bad.text) == (422, True)
    done = browser.post("/settings/members/new", "/settings/members/new", **fields, language="de")
    assert done.location == "/settings/members?done=invited"
    (post,) = posted(house.app)
    assert (post.to, post.message["Subject"]) == (
        "neo@aurora.example",
        "Sie sind zum Desk von Aurora Hotel eingeladen",
    )
    page = browser.get("/settings/members").text
    path = re.search(r'href="(/settings/members/\d+)">Neo<', page)
    assert path is not None
    saved = browser.post(
        path[1], path[1], name="Neo B", role="reception", departmentId="", phone="+39065550123"
    )
    assert saved.location == f"{path[1]}?done=saved"
    assert browser.post(f"{path[1]}/disable", path[1]).status_code == 303
    assert "disabled" in browser.get(path[1]).text
    assert browser.post(f"{path[1]}/enable", path[1]).status_code == 303
    assert browser.post(f"{path[1]}/invitation", path[1]).status_code == 303
    browser.client.get("/")
    invited = Browser(house.app.test_client())
    (again,) = posted(house.app)
    link = f"/set-password?token={token_in(again)}"
    assert "Welcome to Aurora Hotel" in invited.get(link).text
    invited.post("/set-password", link, token=token_in(again), password=NEW)
    assert invited.post("/login", email="neo@aurora.example", password=NEW).status_code == 303
    assert browser.post(f"{path[1]}/remove", path[1]).location == "/settings/members?done=removed"
    assert "Neo" not in browser.get("/settings/members").text
    assert invited.get("/queue").status_code in (303, 403)


def test_refusals_stand_on_the_members_page(house: House, boss: Colleague) -> None:
    mo = make_member(house.hotel, Role.MANAGER, email="mo@aurora.example", name="Mo")
    browser = house.browser(mo)
    path = f"/settings/members/{boss.staff_id}"
    refused = browser.post(path, path, role="manager", departmentId="", phone="", language="")
    assert (refused.status_code, "Only an owner may do this to an owner." in refused.text) == (403, True)
    own = f"/settings/members/{mo.staff_id}"
    assert browser.post(own, own, departmentId="", phone="", language="de").status_code == 303
    assert browser.post(own, own, role="staff", departmentId="", phone="").status_code == 403
    for bad in ({"role": "x"}, {"departmentId": "-1"}, {"departmentId": "9" * 30}, {"phone": "abc"}):
        fields = {"role": "manager", "departmentId": "", "phone": "", **bad}
        assert browser.post(own, own, **fields).status_code == 422, bad
    assert browser.get("/settings/members/99999").status_code == 404


def test_a_token_is_made_shown_once_and_ended(house: House, boss: Colleague) -> None:
    """R-WEB-4: settings, tokens."""
    browser = house.browser(boss)
    made = browser.post("/settings/tokens", "/settings/tokens", name="PMS", role="reception")
    token = re.search(r'value="(bh_[^"]+)"', made.text)
    assert token is not None
    assert house.api(token[1]).call("GET", "/me").status_code == 200
    page = browser.get("/settings/tokens").text
    assert token[1] not in page
    end = re.search(r'action="(/settings/tokens/\d+/end)"', page)
    assert end is not None
    assert browser.post(end[1], "/settings/tokens").location == "/settings/tokens?done=removed"
    assert house.api(token[1]).call("GET", "/me").status_code == 401
    assert browser.post("/settings/tokens", "/settings/tokens", name="", role="x").status_code == 422
