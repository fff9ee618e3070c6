"""What is wrong with a rules file is told with file, rule and field, and the way out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yingda.standard.calendar import ServiceCalendar
from yingda.standard.loading import check, check_path, digest_of, load_shipped, merge, standard_of


def faults(change: dict, own: dict | None = None) -> dict[str, str]:
    return {fault.where: fault.why("en") for fault in check(merge(load_shipped(), change), own)}


def promise(rule: str, **values) -> dict:
    return {"promises": {"promise": {rule: values}}}


@pytest.mark.parametrize(
    "change, where, why",
    [
        (promise("4.6", limit="24 hours"), "promises.toml 4.6 limit", "30s, 5min, 24h"),
        (promise("4.6", limit=24), "promises.toml 4.6 limit", "write"),
        (promise("4.6", limit="stated"), "promises.toml 4.6 due_field", "stated"),
        (promise("4.2", target="40s"), "promises.toml 4.2 target", "longer than the limit"),
        (promise("4.2", target="10s service"), "promises.toml 4.2 target", "unit"),
        (promise("4.6", lmit="24h"), "promises.toml 4.6 lmit", "did you mean limit"),
        (promise("4.6", enforced="yes"), "promises.toml 4.6 enforced", "true or false"),
        (promise("4.6", zh=""), "promises.toml 4.6 zh", "empty"),
        (promise("4.6", subject="thing"), "promises.toml 4.6 subject", "one of contact, case"),
        (promise("4.6", opens=[]), "promises.toml 4.6 opens", "at least one"),
        (promise("4.6", opens=[{"fact": "case.regist"}]), "promises.toml 4.6 opens.fact", "enforced = false"),
        (
            promise("4.6", keeps=[{"fact": "case.informed", "when": {"tone": "warm"}}]),
            "promises.toml 4.6 keeps.when.tone",
            "carries only: kind, channel",
        ),
        (
            promise("4.2", keeps=[{"fact": "contact.answered", "when": {"again": "no"}}]),
            "promises.toml 4.2 keeps.when.again",
            "is a bool",
        ),
        (promise("4.6", opens=[{"fact": "case.registered", "if": "x"}]), "promises.toml 4.6 opens.1.if", "unknown"),
        (promise("4.6", all_of=[[{"fact": "case.solved"}]]), "promises.toml 4.6 keeps", "either"),
        (promise("4.6", reminders=["4/5", "1/2"]), "promises.toml 4.6 reminders", "rising order"),
        (promise("4.6", reminders=["half"]), "promises.toml 4.6 reminders", "1/2"),
        (
            promise("4.6", escalation=[{"after": "1h", "to": "owner"}, {"after": "0s", "to": "supervisor"}]),
            "promises.toml 4.6 escalation",
            "order of time",
        ),
        (
            promise("4.6", escalation=[{"after": "1h", "to": "boss"}]),
            "promises.toml 4.6 escalation.1.to",
            "one of owner",
        ),
        (promise("4.7", extension={"times": 0}), "promises.toml 4.7 extension.times", "from 1 to 99"),
        (promise("4.11", until=[]), "promises.toml 4.11 until", "ends a recurring"),
        (promise("4.11", limit="90min service"), "promises.toml 4.11 limit", "widest"),
        (promise("4.8", due_field="when"), "promises.toml 4.8 due_field", "carries no when"),
        (promise("4.20", before={"fact": "access.signed_out"}), "promises.toml 4.20 before", "either"),
        (promise("five", zh="x"), "promises.toml five", "rule id"),
        (
            {"chapters": {"rule": {"4.29": {"zh": "a", "en": "b", "source": "S0", "enforced": False}}}},
            "chapters.toml 4.29",
            "wrong file",
        ),
        (
            {"chapters": {"rule": {"2.1": {"figures": {"rings": "three"}}}}},
            "chapters.toml 2.1 figures.rings",
            "length of time",
        ),
        (
            {"chapters": {"rule": {"2.7": {"figures": {"settle": "4.99 limit"}}}}},
            "chapters.toml 2.7 figures.settle",
            "no figure",
        ),
        ({"hours": {"hours": {"monday": [["8:00", "20:00"]]}}}, "hours.toml hours.monday", "08:00"),
        (
            {"hours": {"hours": {"monday": [["08:00", "12:00"], ["11:00", "13:00"]]}}},
            "hours.toml hours.monday",
            "overlap",
        ),
        ({"hours": {"hours": {"friday": "08:00"}}}, "hours.toml hours.friday", "list"),
        (
            {"types": {"request_type": {"press": {"promises": ["4.99"]}}}},
            "types.toml request_type.press.promises",
            "no promise 4.99",
        ),
        ({"steps": {"step": {"accept": {"rule": "1.99"}}}}, "steps.toml step.accept.rule", "no rule 1.99"),
        (
            {"openings": {"text": {"opening": {"zh": "您好，{name}"}}}},
            "openings.toml text.opening.zh",
            "{organisation}",
        ),
        ({"openings": {"text": {"opening": {"zh": "您好，{"}}}}, "openings.toml text.opening.zh", "brace"),
        ({"quality": {"grade": {"4": {"within": "2s"}}}}, "quality.toml grade.within", "grow"),
        ({"record_form": {"required": {"press": ["shoe_size"]}}}, "record_form.toml required.press", "shoe_size"),
        ({"record_form": {"field": {"place": {"kind": "map"}}}}, "record_form.toml field.place.kind", "one of text"),
        ({"extra": {}}, "extra.toml", "no rules file"),
        ({"promises": 7}, "promises.toml defaults", "missing"),
    ],
)
def test_a_fault_names_its_place_and_the_way_out(change, where, why):
    found = faults(change)
    assert where in found, found
    assert why in found[where]


def test_a_fault_is_said_in_chinese_too():
    assert all(fault.why("zh") != fault.why("en") for fault in check(merge(load_shipped(), promise("4.6", limit="x"))))


def test_all_faults_are_told_at_once():
    assert {"promises.toml 4.6 limit", "promises.toml 4.7 limit"} <= faults(
        merge(promise("4.6", limit="x"), promise("4.7", limit="y"))
    ).keys()


def test_a_rule_that_waits_for_its_room_may_name_facts_that_are_not_there_yet():
    assert faults(promise("4.17", opens=[{"fact": "not.yet"}])) == {}
    assert "promises.toml 4.17 opens.fact" in faults(promise("4.17", opens=[{"fact": "not.yet"}], enforced=True))


@pytest.mark.parametrize(
    "own, where",
    [
        (promise("4.6", opens=[]), "hotline:promises.toml 4.6 opens"),
        (promise("4.6", limit="x"), "hotline:promises.toml 4.6 limit"),
        (promise("4.99", limit="1h"), "hotline:promises.toml 4.99 promise.4.99"),
        ({"hours": {"hours": {}}}, "hotline:hours.toml"),
        ({"openings": {"text": {"opening": {"places": []}}}}, "hotline:openings.toml places"),
        ({"openings": {"text": {"opening": {"en": "Hi {link}"}}}}, "hotline:openings.toml text.opening.en"),
        ({"promises": {"defaults": {}}}, "hotline:promises.toml defaults"),
    ],
)
def test_a_line_s_faults_name_the_line(own, where):
    assert where in faults({}, {"hotline": own})


def test_a_line_may_have_its_own_figures_and_words():
    own = merge(promise("4.7", limit="24h"), {"openings": {"text": {"opening": {"zh": "您好，{line}。"}}}})
    assert faults({}, {"hotline": own}) == {}


def test_a_single_file_is_checked_with_the_shipped_ones_beside_it(tmp_path):
    file = tmp_path / "root_causes.toml"
    file.write_text('[root_cause]\nweather = { rule = "5.7", zh = "天气", en = "Weather" }\n', encoding="utf-8")
    assert check_path(file) == []
    file.write_text("[root_cause]\nweather = { rule = 5.7 }\n", encoding="utf-8")
    assert {fault.where for fault in check_path(file)} == {
        "root_causes.toml root_cause.weather.zh",
        "root_causes.toml root_cause.weather.en",
        "root_causes.toml root_cause.weather.rule",
    }


@pytest.mark.parametrize(
    "name, text, why",
    [
        ("hours.toml", b"[hours", "is no TOML"),
        ("hours.toml", b"\xff\xfe", "UTF-8"),
        ("hours.toml", b"since = 2026-01-01", "quotes"),
        ("tariffs.toml", b"", "no rules file"),
        ("missing.toml", None, "does not exist"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, text, why):
    if text is not None:
        (tmp_path / name).write_bytes(text)
    assert any(fault.file == name and why in fault.why("en") for fault in check_path(tmp_path / name))


def test_a_folder_of_rules_is_checked_as_a_whole(tmp_path):
    (tmp_path / "hours.toml").write_text("[hours]\nmonday = []\n", encoding="utf-8")
    (tmp_path / "steps.toml").write_text("steps = []\n", encoding="utf-8")
    files = {fault.file for fault in check_path(tmp_path)}
    assert files == {"hours.toml", "steps.toml"}


def test_what_a_caller_does_to_the_shipped_rules_stays_with_the_caller():
    load_shipped()["promises"].clear()
    assert load_shipped()["promises"]


def test_the_digest_does_not_depend_on_the_order_of_keys():
    content = load_shipped()
    turned = {name: content[name] for name in reversed(content)}
    assert digest_of(content) == digest_of(turned) != digest_of(content, {"1": {}})


def paths(value: object, path: tuple = ()) -> list[tuple]:
    """The ways to every table and value."""
    under = [way for key, one in value.items() for way in paths(one, (*path, key))] if isinstance(value, dict) else []
    return [*([path] if path else []), *under]


EVERYWHERE = paths(load_shipped())
PLAUSIBLE = st.sampled_from(["30s", "{x}", "4.2 limit", "1/2"])
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | PLAUSIBLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(EVERYWHERE), ANYTHING, st.booleans())
def test_whatever_stands_in_the_rules_is_told_and_nothing_breaks(path, anything, beside):
    content = load_shipped()
    table = content
    for key in path[:-1]:
        table = table[key]
    table[f"{path[-1]}²" if beside else path[-1]] = anything
    found = check(content)
    assert all(fault.file and fault.why("zh") and str(fault) for fault in found)
    if not found:
        assert standard_of(content, version=1, number=1, line=None, calendar=ServiceCalendar()).chapters
