"""Patterns: what they mean, and what their languages contain."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Sequence
from typing import TypeVar

import pytest
from tests.counting import calls

from assent.schema import patterns
from assent.schema.patterns import (
    ANY_TEXT,
    Language,
    OutOfSteps,
    Steps,
    UnsupportedPattern,
    contains,
    count,
    draw,
    first_members,
    integers,
    is_empty,
    language,
    matches,
    meet,
    of_length,
    pattern,
    shortest_member,
    within,
    without,
    words,
)
from assent.schema.patterns.regions import regions

T = TypeVar("T")


class Chance:
    """A seeded source of choices."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def integer(self, low: int, high: int, /) -> int:
        return self.random.randint(low, high)

    def pick(self, options: Sequence[T], /) -> T:
        return self.random.choice(options)

    def coin(self, chance: float, /) -> bool:
        return self.random.random() < chance


def only(*texts: str) -> Language:
    return language(pattern(text) for text in texts)


SHORT = ["".join(letters) for size in range(6) for letters in itertools.product("ab-", repeat=size)]

# Written alike in ECMA-262 and in Python, where Python's own engine is an independent judge.
ALIKE = [
    "", "a", "ab", "a|b", "^a", "a\\Z"[:1], "^a|b", "^(a|b)$"[:-1], "a*b", "a+b+", "(ab)*", "^(ab)*", "a{2}", "a{2,}",
    "a{1,2}b", "(a|b){2,3}", "[ab]-", "[^a]", "[^ab]", "^[ab]+-", "a.b", "(?=a)b", "(?=a)a", "^(?=.*a)(?=.*b)",
    "(?!a)", "^(?!a)", "^(?!.*aa)", "^(?:(?!ab).)*b", "(?:a(?=b)|b(?!a))-", "(?<=a)b", "(?<!a)b", "(?<=ab)-",
    "(?<!^)a", "\\ba", "a\\b", "\\Ba", "\\bab\\b", "^\\b", "a??b", "a*?b", "(a+)+b", "(a*)*b", "(|a)+b", "(?:)+a",
    "((?=a))*b", "((?=a)){2}b", "(?:(?=ab)a|(?=b)b)+-", "^(?=(?:a(?!b))*)", "a|", "(a||b)-", "[a-]", "[-a]b",
    "\\w-", "\\W", "\\d|\\s|a-", "[\\w]b", "[^\\w]a", "(?<!a|b)-", "(?<=(?<!a)b)-", "x*a", "^-?a{0,2}",
]  # fmt: skip


@pytest.mark.parametrize("text", ALIKE)
def test_a_pattern_is_found_where_another_engine_finds_it(text: str) -> None:
    judge = re.compile(text)
    for subject in SHORT:
        assert matches(pattern(text), subject) == bool(judge.search(subject)), subject


@pytest.mark.parametrize("text", ALIKE)
def test_the_end_sign_means_the_end(text: str) -> None:
    judge = re.compile(f"(?:{text})\\Z")
    for subject in SHORT:
        assert matches(pattern(f"(?:{text})$"), subject) == bool(judge.search(subject)), subject


@pytest.mark.parametrize("text", ALIKE)
def test_the_shortest_member_is_a_shortest_match(text: str) -> None:
    found = [subject for subject in SHORT if re.search(text, subject)]
    refused = [subject for subject in SHORT if not re.search(text, subject)]
    shortest = shortest_member(only(text))
    if found:
        assert shortest is not None
        assert len(shortest) <= len(found[0])
    if shortest is not None:
        assert re.search(text, shortest)
    outside = shortest_member(language((), [pattern(text)]))
    if refused:
        assert outside is not None
    if outside is not None:
        assert not re.search(text, outside)


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        (r"^\d$", "7", "٣"),
        (r"^\w$", "_", "é"),
        (r"^\s$", "\ufeff", "\x1c"),
        (r"^\s$", "\u2029", "\u200b"),
        (r"^.$", "😀", "\u2028"),
        (r"^.$", "\x85", "\r"),
        (r"a$", "a", "a\n"),
        (r"^\u{1F600}$", "😀", "u"),
        (r"^\uD83D\uDE00$", "😀", "D"),
        (r"^\x41\u0042\cJ\0$", "AB\n\0", "AB"),
        (r"^[\b]$", "\b", "b"),
        (r"^\p{Lu}\p{Nd}$", "Ä٣", "ä3"),
        (r"^\p{L}\P{L}$", "é1", "éé"),
        (r"^\p{General_Category=Uppercase_Letter}$", "Ω", "ω"),
        (r"^[\p{L}-]+$", "a-é", "_"),
        (r"^(?<year>\d{4})$", "2024", "24"),
        (r"^[\w-]+$", "a-b", "a b"),
        (r"^[]$|^[^]$", "\n", ""),
        (r"^\/a\-b\@$", "/a-b@", "a"),
        (r"^a{,2}$", "a{,2}", "aa"),
        (r"^{}]$", "{}]", ""),
        (r"^[[:alpha:]]$", "l]", "l"),
    ],
)
def test_ecma_262_decides_what_a_construct_means(text: str, yes: str, no: str) -> None:
    assert matches(pattern(text), yes)
    assert not matches(pattern(text), no)


@pytest.mark.parametrize(
    ("text", "construct", "offset"),
    [
        (r"(a)\1", r"\1", 3),
        (r"(?<n>a)\k<n>", r"\k", 7),
        ("ab(c", "(", 2),
        ("a)", ")", 1),
        ("[a", "[", 0),
        ("a**", "a**", 0),
        ("+a", "+", 0),
        ("[b-a]", "b-a", 1),
        ("a{2,1}", "a{2,1}", 0),
        ("(?i)a", "(?i)", 0),
        ("(?>a)", "(?>a", 0),
        (r"\Aa\z", r"\A", 0),
        (r"\p{Script=Latin}", r"\p{Script=Latin}", 0),
        (r"\p{Nonsense}", r"\p{Nonsense}", 0),
        ("a\\", "", 2),
        ("(" * 5000 + ")" * 5000, "(", 60),
    ],
)
def test_what_is_not_supported_is_named_with_its_place(text: str, construct: str, offset: int) -> None:
    with pytest.raises(UnsupportedPattern) as caught:
        pattern(text)
    assert caught.value.offset == offset
    assert caught.value.construct.startswith(construct)
    assert repr(caught.value.construct) in str(caught.value)


@pytest.mark.parametrize(
    ("given", "shortest"),
    [
        (ANY_TEXT, ""),
        (language(shortest=3), "aaa"),
        (language(shortest=3, longest=2), None),
        (only("^[a-z]+$", "^[0-9]+$"), None),
        (only("a", "b"), "ab"),
        (only("^a*$", "^.{3}$"), "aaa"),
        (language([pattern("^(a|b)$")], [words("a")]), "b"),
        (language([pattern("^[ab]$")], [words("a", "b")]), None),
        (language([pattern("^[a-z]{1,5000}$")], [pattern("^[a-z]{1,4999}$")]), "a" * 5000),
        (language([pattern("^[a-z]{1,5000}$")], [pattern("^[a-z]{1,5000}$")]), None),
        (language([pattern("^[a-y]{2,50}$")], [pattern("^[a-z]{1,5000}$")]), None),
        (language([pattern("^x(yz)*$")], shortest=100), "x" + "yz" * 50),
        (language([pattern("^(yz)*$")], shortest=99_999), "yz" * 50_000),
        (language([pattern("^x(yz)*!?$")], shortest=100_000, longest=100_000), "x" + "yz" * 49_999 + "!"),
    ],
    ids=itertools.count(),
)  # fmt: skip
def test_the_shortest_member_of_an_intersection(given: Language, shortest: str | None) -> None:
    found = shortest_member(given)
    if shortest is None:
        assert found is None
        assert is_empty(given)
    else:
        assert found is not None
        assert len(found) == len(shortest)
        assert contains(given, found)


def test_a_readable_member_is_preferred() -> None:
    assert shortest_member(only(r"^[^\s]+$")) == "a"
    assert shortest_member(only(r"^[\s\S]$")) == "a"
    assert shortest_member(only(r"^[A-Z\d]{2}$")) == "00"


def test_members_come_in_order_of_length_and_end_with_the_language() -> None:
    assert first_members(only("^[ab]{0,2}$"), 99) == ["", "a", "b", "aa", "ab", "ba", "bb"]
    assert first_members(without(only("^[ab]{0,2}$"), words("a", "bb")), 99) == ["", "b", "aa", "ab", "ba"]
    assert first_members(only("^(?:foo|quux|zz)$"), 99) == ["zz", "foo", "quux"]
    assert first_members(only("^a$", "^b$"), 99) == []


@pytest.mark.parametrize("text", ["^[ab-]{0,3}$", "^(a|bb)*$", "a", "^(?!.*a-)", "^(?=.*a)[ab-]{2,4}$"])
def test_members_are_complete_up_to_a_length(text: str) -> None:
    given = of_length(within(only(text), pattern("^[ab-]*$")), longest=5)
    assert sorted(patterns.members(given)) == sorted(subject for subject in SHORT if re.search(text, subject))


def test_members_are_counted_up_to_a_bound() -> None:
    assert count(only("^[a-z]$"), at_most=100) == 26
    assert count(only("^[a-z]+$"), at_most=100) == 100
    assert count(only("^$"), at_most=100) == 1
    assert count(only("a^"), at_most=100) == 0


@pytest.mark.parametrize(
    "given",
    [
        only(r"^(?=.*[A-Z])(?=.*\d)[A-Za-z\d@]{8,}$"),
        only("^[a-z]+$", "b.*b"),
        without(only("^[a-c]{2}$"), words("aa", "ab", "cc")),
        language([pattern(r"^\d{3}-\d{4}$")]),
        language([pattern("^(a|bb)*$")], shortest=40, longest=41),
        language((), [pattern("a"), pattern("^b"), words("")]),
        only(r"\bfoo\b"),
        language([pattern("^.{1,60000}$")], [pattern("^a")]),
    ],
)
def test_a_drawn_text_is_a_member(given: Language) -> None:
    chance = Chance(1)
    drawn = [draw(given, chance) for _ in range(300)]
    assert all(text is not None and contains(given, text) for text in drawn)
    assert len(set(drawn)) > 5


def test_nothing_is_drawn_from_an_empty_language() -> None:
    assert draw(only("^a", "^b"), Chance(1)) is None


def test_the_regions_of_several_languages_are_their_boolean_partition() -> None:
    texts = ["^a", "b$", "^[ab]{1,3}$", "^-{2,20}$"]
    regulars = [pattern(text) for text in texts]
    found = {region.members: region for region in regions(regulars)}
    for subject in SHORT:
        members = frozenset(i for i, text in enumerate(texts) if re.search(text, subject))
        assert contains(found[members].language, subject)
    for members, region in found.items():
        assert contains(region.language, region.example)
        assert members == {i for i, one in enumerate(regulars) if matches(one, region.example)}


def test_regions_stay_within_the_given_language() -> None:
    given = language([pattern("^[a-z]+$")], [words("a")], longest=2)
    found = list(regions([pattern("a"), pattern("^.{3,}$")], given=given))
    assert {region.members for region in found} == {frozenset(), frozenset({0})}
    assert {region.example for region in found} == {"b", "aa"}


@pytest.mark.parametrize(
    ("low", "high"), [(0, 0), (0, 9), (3, 17), (8, 213), (-5, 5), (-120, -7), (99, 101), (-1, 1000), (0, None), (7, None), (None, 12), (None, -3), (None, None)]
)  # fmt: skip
def test_the_integers_of_an_interval_are_counted_out(low: int | None, high: int | None) -> None:
    regular = integers(low, high)
    for number in range(-1100, 1101):
        inside = (low is None or low <= number) and (high is None or number <= high)
        assert matches(regular, str(number)) == inside, number
    assert not matches(regular, "007")
    assert not matches(regular, "-0")


def test_numbers_and_booleans_are_spelled_as_in_json() -> None:
    for text in ["0", "-0", "1.5", "-12e+3", "1E2"]:
        assert matches(patterns.numbers(), text)
    for text in ["01", "+1", ".5", "1.", "1e", "", "Infinity"]:
        assert not matches(patterns.numbers(), text)
    assert first_members(language([patterns.booleans()]), 9) == ["true", "false"]


def test_meeting_languages_is_symmetric() -> None:
    first, second = language([pattern("a")], longest=4), language([pattern("b")], [words("ab")], shortest=2)
    assert meet(first, second) == meet(second, first)
    assert shortest_member(meet(first, second)) == "ba"


@pytest.mark.parametrize(
    "text",
    [
        "(a+)+c$", "^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "(x+x+)+y", "a{1,50000}", "^[a-z]{1,50000}$", "^(a?){1000}a{30}$",
        "^(([a-z])+.)+[A-Z]([a-z])+$", "^(?:" + "|".join(f"word{i}x{i * 7919 % 1000}" for i in range(1000)) + ")$",
        "^(.*a){25}$", "^(.{0,30}b){0,30}$", "(a|b)*a(a|b){15}c$", "^((((a*)*)*)*)*b$", "^.{1000000000}$",
    ],
    ids=lambda text: text[:30],
)  # fmt: skip
def test_a_catastrophic_pattern_does_not_hang(text: str) -> None:
    def used() -> None:
        try:
            found = pattern(text)
            assert not matches(found, "b" * 1000 + "!")
            for given in (language([found]), language((), [found]), language([found], [pattern("^(a|b)*c")])):
                shortest_member(given)
                draw(given, Chance(1))
        except (OutOfSteps, UnsupportedPattern):
            pass

    assert calls(used) < 10_000_000


def test_a_question_that_is_too_large_says_so() -> None:
    given = language([pattern("^(a|b)*a(a|b){12}$")], [pattern("^(b|a)*a(b|a){12}$")])
    with pytest.raises(OutOfSteps):
        is_empty(given, Steps(2000))


def test_an_answer_does_not_depend_on_what_was_asked_before() -> None:
    def steps_used() -> int:
        steps = Steps(1_000_000)
        shortest_member(language([pattern("(a|b)*a(a|b){6}$")], [pattern("^a")], shortest=9), steps)
        return steps.left

    assert steps_used() == steps_used()
