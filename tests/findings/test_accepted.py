"""The file of accepted findings: written, read, obeyed, and complained about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.findings.example import findings

from assent.errors import UsageError
from assent.findings import OperationPlace
from assent.findings.accepted import (
    Entry,
    accept,
    expired,
    overdue,
    pruned,
    read_accepted,
    waived,
    write_accepted,
)

TODAY = date(2030, 6, 1)


def entries(expires: date | None = None) -> list[Entry]:
    return list(
        accept(
            findings(), reason='Said "fine"\nby\tAda \\o/ \x00 \ud800 ü', owner="api team", expires=expires
        )
    )


def test_entries_survive_the_file() -> None:
    text = write_accepted(entries(date(2031, 1, 31)))
    back = read_accepted(text, file="accepted.toml")
    assert len(back) == len(findings())
    assert {it.fingerprint for it in back} == {it.fingerprint for it in findings()}
    assert {it.reason for it in back} == {'Said "fine"\nby\tAda \\o/ \x00 \ufffd ü'}
    assert {it.expires for it in back} == {date(2031, 1, 31)}
    assert write_accepted(back) == text


def test_the_file_is_the_same_in_whatever_order_entries_come() -> None:
    assert write_accepted(entries()) == write_accepted([*reversed(entries()), *entries()])


def test_the_empty_file_has_no_entries() -> None:
    assert read_accepted("", file="a") == read_accepted(write_accepted([]), file="a") == ()


def test_accepted_findings_stay_visible_as_waived() -> None:
    (entry,) = accept(findings()[:1], reason="agreed", owner="Ada", expires=TODAY)
    found = list(waived(findings(), [entry], today=TODAY))
    assert [it.fingerprint for it in found] == [it.fingerprint for it in findings()]
    assert found[0].waived
    assert (found[0].waived.reason, found[0].waived.owner, found[0].waived.expires) == (
        "agreed",
        "Ada",
        TODAY,
    )
    assert found[1:] == findings()[1:]


def test_an_acceptance_survives_that_the_finding_reaches_another_operation() -> None:
    (entry,) = accept(findings()[:1], reason="agreed")
    wider = replace(
        findings()[0],
        operations=(OperationPlace("GET", "/a", "body application/json"), *findings()[0].operations),
    )
    assert wider.fingerprint != entry.fingerprint
    assert next(waived([wider], [entry], today=TODAY)).waived


def test_an_expired_entry_waives_nothing_and_is_reported_where_it_stands() -> None:
    text = write_accepted(list(accept(findings()[:1], reason="agreed", expires=date(2030, 5, 31))))
    given = read_accepted(text, file="accepted.toml")
    assert expired(given[0], TODAY)
    assert list(waived(findings(), given, today=TODAY)) == findings()
    (told,) = overdue(given, findings(), today=TODAY)
    assert told.rule.id == "accepted-entry-expired"
    assert str(told.new) == "accepted.toml:4:1"
    assert "property-became-required" in told.message


def test_an_entry_counts_on_its_last_day() -> None:
    (entry,) = accept(findings()[:1], reason="agreed", expires=TODAY)
    assert not expired(entry, TODAY)
    assert list(overdue([entry], findings(), today=TODAY)) == []


def test_an_entry_for_what_is_no_longer_found_is_reported() -> None:
    (told,) = overdue(entries()[:1], findings()[1:], today=TODAY)
    assert told.rule.id == "accepted-entry-stale"
    assert told.fingerprint != next(iter(overdue(entries()[1:2], [], today=TODAY))).fingerprint


def test_entries_for_another_api_or_another_command_are_none_of_a_runs_business() -> None:
    (entry,) = accept(findings()[:1], reason="agreed", api="shop")
    assert list(waived(findings(), [entry], today=TODAY, api="stock")) == findings()
    assert next(waived(findings(), [entry], today=TODAY, api="shop")).waived
    assert list(overdue([entry], [], today=TODAY, apis=("stock",))) == []
    assert len(list(overdue([entry], [], today=TODAY, apis=("shop",)))) == 1
    assert list(overdue([entry], [], today=TODAY, apis=("shop",), rules={"server-error"})) == []


def test_pruning_keeps_what_still_accepts_something() -> None:
    given = [*entries()[:2], *accept(findings()[2:3], reason="x", expires=date(2030, 5, 31))]
    assert pruned(given, findings()[1:], today=TODAY) == (given[1],)


WRONG = {
    "no TOML": ("= 1", "Accepted findings are written in TOML"),
    "another table": ("[acepted]\n", "'acepted' is not known"),
    "no list": ("[accepted]\nrule='a'\n", "[[accepted]]"),
    "a name that is not ours": (
        "# x\n[[accepted]]\nrule='a'\nfingerprint='b'\nreason='c'\nuntil='d'\n",
        "accepted.toml:2: 'until' is not known here",
    ),
    "no reason": ("[[accepted]]\nrule='a'\nfingerprint='b'\n", "needs a `reason`"),
    "an empty reason": ("[[accepted]]\nrule='a'\nfingerprint='b'\nreason=' '\n", "needs a `reason`"),
    "a number for a word": ("[[accepted]]\nrule=1\nfingerprint='b'\nreason='c'\n", "`rule` must be a string"),
    "a day between quotes": (
        "[[accepted]]\nrule='a'\nfingerprint='b'\nreason='c'\nexpires='2030-01-01'\n",
        "`expires` must be a day",
    ),
    "a time": (
        "[[accepted]]\nrule='a'\nfingerprint='b'\nreason='c'\nexpires=2030-01-01T00:00:00Z\n",
        "`expires` must be a day",
    ),
}


@pytest.mark.parametrize(("text", "expected"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_in_the_file_is_said(text: str, expected: str) -> None:
    with pytest.raises(UsageError) as error:
        read_accepted(text, file="accepted.toml")
    assert expected in str(error.value)
