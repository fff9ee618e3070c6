from datetime import timedelta

from yingda.contacts.tests.cast import AT
from yingda.standard import versions
from yingda.standard.hours_in_words import weekly

SATURDAY = AT + timedelta(days=5)


def test_the_widget_is_told_all_it_needs_in_both_languages(browser):
    site = browser.get("hotline").json()
    assert site["open"] and site["title"] == {"zh": "市民热线", "en": "City Hotline"}
    assert "青禾市民服务中心" in site["greeting"]["zh"] and "City Hotline" in site["greeting"]["en"]
    assert site["hours"] == {"zh": "周一至周五 08:00–20:00", "en": "Monday to Friday 08:00–20:00"}
    assert ".png" in site["limits"]["endings"] and ".exe" not in site["limits"]["endings"]


def test_out_of_hours_it_says_when_service_resumes(browser, clock):
    clock.move_to(SATURDAY)
    site = browser.get("hotline").json()
    assert not site["open"] and site["resumes"] == "2026-11-30T00:00:00Z"
    assert "11月30日（周一）08:00" in site["away"]["zh"] and "08:00 on Monday, 30 November" in site["away"]["en"]


def test_no_token_is_needed_to_look_and_an_unknown_site_is_not_found(browser):
    browser.token = ""
    assert browser.get("hotline").status_code == 200
    assert browser.get("nowhere").status_code == 404


def test_days_alike_are_said_in_one_and_days_without_hours_not_at_all(cast):
    calendar = versions.in_force(cast.hotline, AT).calendar
    assert weekly(calendar, AT)("zh") == "周一至周五 08:00–20:00"
