"""Records behave like the standard dataclasses that they replace."""

from __future__ import annotations

import copy
import dataclasses
import functools
import inspect
import operator
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any, ClassVar, Generic, TypeVar

import msgspec
import pytest
from tests.test_floors import SOURCE, modules

from assent import records

T = TypeVar("T")
Make = Callable[..., Any]


def plain(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True, kw_only=True)
    class Plain:
        """A word and a number."""

        name: str
        size: int = 3
        tags: tuple[str, ...] = ()
        at: object = dataclasses.field(default=None, compare=False)

        @property
        def double(self) -> int:
            return self.size * 2

    kind: Any = Plain
    yield kind
    yield kind(name="a")
    yield kind(name="a", at="elsewhere")
    yield kind(name="a", size=4)


def positional(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True)
    class Positional:
        name: str
        more: list[int] = dataclasses.field(default_factory=list, hash=False)
        last: int = dataclasses.field(default=1, kw_only=True)

    kind: Any = Positional
    yield kind
    yield kind("a")
    yield kind("a", [1])
    yield kind("a", last=2)


def mutable(decorate: Make) -> Iterator[Any]:
    @decorate(slots=True)
    class Mutable:
        count: int = 0
        seen: set[str] = dataclasses.field(default_factory=set, repr=False)
        hidden: int = dataclasses.field(init=False, default=7)
        total: int = dataclasses.field(init=False)

        def __post_init__(self) -> None:
            self.total = self.count + self.hidden

    kind: Any = Mutable
    yield kind
    yield kind()
    yield kind(1)
    yield kind(1, {"x"})


def by_identity(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True, eq=False, weakref_slot=True)
    class ByIdentity:
        name: str

        def __repr__(self) -> str:
            return "own words"

    kind: Any = ByIdentity
    yield kind
    yield kind("a")


def by_identity_alone(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True, eq=False, kw_only=True)
    class ByIdentityAlone:
        name: str
        more: list[int] = dataclasses.field(default_factory=list)
        last: int = 3

    kind: Any = ByIdentityAlone
    yield kind
    yield kind(name="a")
    yield kind(name="a", more=[1], last=4)


def generic(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True, kw_only=True)
    class Of(Generic[T]):
        one: T

    kind: Any = Of
    yield kind
    yield kind(one=1)
    yield kind(one="b")


def empty(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True)
    class Empty:
        pass

    kind: Any = Empty
    yield kind
    yield kind()


def with_own_equality(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True)
    class Caseless:
        name: str
        constant: ClassVar[int] = 3

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Caseless) and self.name.lower() == other.name.lower()

        def __hash__(self) -> int:
            return hash(self.name.lower())

    kind: Any = Caseless
    yield kind
    yield kind("a")
    yield kind("A")


def ordered(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True, order=True)
    class Ordered:
        rank: int

    kind: Any = Ordered
    yield kind
    yield kind(1)
    yield kind(2)


def ordered_by_some(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True, order=True)
    class OrderedBySome:
        rank: int
        name: str = "a"
        note: str = dataclasses.field(default="", compare=False)

    kind: Any = OrderedBySome
    yield kind
    yield kind(1)
    yield kind(2, note="x")
    yield kind(2, "b")
    yield kind(2)


def ordered_by_its_own_equality(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True, order=True)
    class Rounded:
        size: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Rounded) and self.size // 2 == other.size // 2

        def __hash__(self) -> int:
            return hash(self.size // 2)

    kind: Any = Rounded
    yield kind
    yield kind(2)
    yield kind(3)


def by_identity_with_more(decorate: Make) -> Iterator[Any]:
    @decorate(slots=True, eq=False)
    class ByIdentityWithMore:
        name: str
        length: int = dataclasses.field(init=False)
        seen: list[int] = dataclasses.field(default_factory=list, init=False)
        more: list[int] = dataclasses.field(default_factory=list, repr=False)
        last: int = dataclasses.field(default=3, init=False, repr=False)

        def __post_init__(self) -> None:
            self.length = len(self.name)

    kind: Any = ByIdentityWithMore
    yield kind
    yield kind("ab")
    yield kind("abc", [1])


def by_identity_frozen_with_more(decorate: Make) -> Iterator[Any]:
    @decorate(frozen=True, slots=True, eq=False, kw_only=True)
    class Frozen:
        name: str
        length: int = dataclasses.field(init=False)
        seen: list[int] = dataclasses.field(default_factory=list, init=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", len(self.name))

    kind: Any = Frozen
    yield kind
    yield kind(name="ab")


def failure_of_two(decorate: Make) -> Iterator[Any]:
    @decorate(eq=False)
    class FailureOfTwo(ValueError):
        source: str
        advice: str = ""

        def __str__(self) -> str:
            return f"{self.source}: {self.advice}"

    kind: Any = FailureOfTwo
    yield kind
    yield kind("a")
    yield kind("a", advice="b")


def failure_of_more(decorate: Make) -> Iterator[Any]:
    @decorate(eq=False)
    class Failure(ValueError):
        source: str

    @decorate(eq=False)
    class FailureOfMore(Failure):
        lines: list[int] = dataclasses.field(default_factory=list)

    kind: Any = FailureOfMore
    yield kind
    yield kind("a")
    yield kind("a", [1])


def without_slots(decorate: Make) -> Iterator[Any]:
    @decorate(eq=False)
    class Failure(Exception):
        source: str

    kind: Any = Failure
    yield kind
    yield kind("a")


DECLARED = (
    plain,
    positional,
    mutable,
    by_identity,
    by_identity_alone,
    generic,
    empty,
    with_own_equality,
    ordered,
    ordered_by_some,
    ordered_by_its_own_equality,
    by_identity_with_more,
    by_identity_frozen_with_more,
    without_slots,
    failure_of_two,
    failure_of_more,
)


@pytest.fixture(params=DECLARED, ids=lambda declare: declare.__name__)
def both(request: pytest.FixtureRequest) -> tuple[list[Any], list[Any]]:
    """The class and some of its instances, made by our decorator and by the standard one."""
    declare = request.param
    return list(declare(records.dataclass)), list(declare(dataclasses.dataclass))


def outcome(action: Callable[[], object]) -> object:
    """What the action gives, or the kind of error that it raises."""
    try:
        return action()
    except (AttributeError, TypeError) as error:
        return type(error)


def test_records_are_equal_where_dataclasses_are(both: tuple[list[Any], list[Any]]) -> None:
    (_, *ours), (_, *theirs) = both
    assert [[a == b for a in ours] for b in ours] == [[a == b for a in theirs] for b in theirs]
    assert [[a != b for a in ours] for b in ours] == [[a != b for a in theirs] for b in theirs]
    assert all(ours[0] != each for each in theirs)


def test_records_hash_as_dataclasses_do(both: tuple[list[Any], list[Any]]) -> None:
    (_, *ours), (kind, *theirs) = both
    hashes = [[outcome(functools.partial(hash, each)) for each in some] for some in (ours, theirs)]
    if kind.__hash__ in {object.__hash__, BaseException.__hash__}:
        assert all(isinstance(each, int) for each in hashes[0])
    else:
        same = [[[one == other for one in some] for other in some] for some in hashes]
        assert same[0] == same[1]
        assert [isinstance(each, int) for each in hashes[0]] == [isinstance(each, int) for each in hashes[1]]


@pytest.mark.parametrize("name", ["lt", "le", "gt", "ge"])
def test_records_are_ordered_as_dataclasses_are(both: tuple[list[Any], list[Any]], name: str) -> None:
    compare = getattr(operator, name)
    (_, *ours), (_, *theirs) = both
    assert [[outcome(functools.partial(compare, a, b)) for a in ours] for b in ours] == [
        [outcome(functools.partial(compare, a, b)) for a in theirs] for b in theirs
    ]
    assert outcome(functools.partial(compare, ours[0], theirs[0])) is TypeError


def test_records_print_as_dataclasses_do(both: tuple[list[Any], list[Any]]) -> None:
    (_, *ours), (_, *theirs) = both
    assert [repr(each) for each in ours] == [repr(each) for each in theirs]


def test_records_have_the_signature_and_fields_of_dataclasses(both: tuple[list[Any], list[Any]]) -> None:
    (ours, *_), (theirs, *_) = both
    ours_named, theirs_named = inspect.signature(ours).parameters, inspect.signature(theirs).parameters
    assert [(name, each.kind) for name, each in ours_named.items()] == [
        (name, each.kind) for name, each in theirs_named.items()
    ]
    assert [(each.name, each.default, each.kw_only, each.compare) for each in dataclasses.fields(ours)] == [
        (each.name, each.default, each.kw_only, each.compare) for each in dataclasses.fields(theirs)
    ]
    assert ours.__match_args__ == theirs.__match_args__
    assert (ours.__name__, ours.__qualname__, ours.__module__) == (
        theirs.__name__,
        theirs.__qualname__,
        theirs.__module__,
    )
    assert sorted(getattr(ours, "__slots__", ())) == sorted(getattr(theirs, "__slots__", ()))


def test_records_are_replaced_copied_and_turned_into_dicts(both: tuple[list[Any], list[Any]]) -> None:
    (_, *ours), (_, *theirs) = both
    for our, their in zip(ours, theirs, strict=True):
        first = next((each.name for each in dataclasses.fields(their) if each.init), None)
        changes = {first: "new"} if first and not isinstance(their, Exception) else {}
        assert repr(outcome(lambda: dataclasses.replace(our, **changes))) == repr(  # noqa: B023 - called here
            outcome(lambda: dataclasses.replace(their, **changes))  # noqa: B023 - called here
        )
        assert dataclasses.asdict(our) == dataclasses.asdict(their)
        assert repr(copy.copy(our)) == repr(copy.copy(their))


@pytest.mark.parametrize(
    "declare",
    [plain, positional, by_identity, by_identity_alone, empty],
    ids=lambda declare: declare.__name__,
)
@pytest.mark.parametrize("name", ["name", "nothing"])
def test_what_is_frozen_stays_so(declare: Make, name: str) -> None:
    value = list(declare(records.dataclass))[1]
    with pytest.raises(
        (AttributeError, TypeError)
    ):  # the standard one says TypeError of names it does not know
        setattr(value, name, 5)
    with pytest.raises((AttributeError, TypeError)):
        delattr(value, name)


def test_patterns_take_records_apart_before_any_other_use() -> None:
    @records.dataclass(frozen=True, slots=True)
    class Pair:
        first: int
        second: int

    pair: Any = Pair(1, 2)
    match pair:
        case Pair(one, two):
            assert (one, two) == (1, 2)
        case _:
            pytest.fail("it is a pair")


def test_what_is_not_frozen_can_be_changed() -> None:
    value = list(mutable(records.dataclass))[1]
    value.count = 5
    assert value.count == 5
    with pytest.raises(AttributeError):
        value.nothing = 5


@pytest.mark.parametrize("arguments", [(), (1,), (1, 2), (1, 2, 3, 4)], ids=len)
def test_wrong_arguments_are_refused_alike(both: tuple[list[Any], list[Any]], arguments: tuple[int]) -> None:
    (ours, *_), (theirs, *_) = both
    assert (outcome(lambda: ours(*arguments)) is TypeError) == (
        outcome(lambda: theirs(*arguments)) is TypeError
    )
    assert (outcome(lambda: ours(unheard=1)) is TypeError) == (
        outcome(lambda: theirs(unheard=1)) is TypeError
    )


@records.dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    name: str
    inner: tuple[Kept, ...] = ()


def test_a_record_survives_pickling_before_any_other_use() -> None:
    value = Kept(name="a", inner=(Kept(name="b"),))
    assert pickle.loads(pickle.dumps(value)) == value


def test_our_modules_take_their_dataclasses_from_records() -> None:
    standard = [path.name for path in modules() if "from dataclasses import" in path.read_text()]
    assert standard == ["records.py"]
    assert (SOURCE / "records.py").exists()


DECLARING = """
import dataclasses
standard = dataclasses.dataclass

def told(cls=None, /, **options):
    if cls is not None and cls.__module__.startswith("assent."):
        raise SystemExit(f"{cls.__module__}.{cls.__qualname__}")
    return standard(cls, **options) if cls is not None else lambda declared: told(declared, **options)

dataclasses.dataclass = told
import assent.check.engine, assent.cli.check, assent.cli.compare, assent.cli.comparing, assent.compare.compare
import assent.schema.checking
"""


def test_the_gate_declares_nothing_that_the_standard_decorator_has_to_compile() -> None:
    done = subprocess.run([sys.executable, "-c", DECLARING], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_class_whose_record_was_never_made_can_be_inspected() -> None:
    @records.dataclass(frozen=True, slots=True, kw_only=True)
    class Point:
        across: int
        up: int = 0

    assert list(inspect.signature(Point).parameters) == ["across", "up"]


def test_a_record_may_be_the_default_of_another() -> None:
    @records.dataclass(slots=True)
    class Inner:
        count: int = 0

    shared = Inner()

    @records.dataclass(slots=True)
    class Outer:
        inner: Inner = shared

    assert Outer().inner is Outer().inner is shared


def test_to_replace_a_record_no_standard_dataclass_is_made() -> None:
    @records.dataclass(frozen=True, slots=True, eq=False)
    class Apart:
        count: int
        double: int = records.field(init=False, default=2)

    assert records.replace(Apart(1), count=3).count == 3
    assert isinstance(vars(Apart)["__dataclass_fields__"], records.OnDemand)


def test_a_record_is_replaced_by_our_own_function_as_well(both: tuple[list[Any], list[Any]]) -> None:
    (_, *ours), (_, *theirs) = both
    for our, their in zip(ours, theirs, strict=True):
        assert repr(outcome(lambda: records.replace(our))) == repr(  # noqa: B023 - called here
            outcome(lambda: dataclasses.replace(their))  # noqa: B023 - called here
        )


def test_alternatives_told_by_identity_are_plain_classes_and_what_is_given_by_name_is_a_struct() -> None:
    @records.dataclass(frozen=True, slots=True, eq=False)
    class Node:
        number: int

    @records.dataclass(slots=True, eq=False, kw_only=True)
    class Making:
        number: int

    assert type(Node) is type
    assert type(Making) is msgspec.StructMeta


def test_classes_of_one_shape_share_what_is_compiled_under_their_own_names() -> None:
    @records.dataclass(frozen=True, slots=True, eq=False)
    class Cat:
        name: str
        lives: int = 9

    @records.dataclass(frozen=True, slots=True, eq=False)
    class Dog:
        owner: str
        walks: int = 2

    cat = Cat(name="Tom")
    compiled = records._compiled.cache_info().misses
    dog = Dog("Ann", walks=3)
    assert records._compiled.cache_info().misses == compiled
    assert ((cat.name, cat.lives), (dog.owner, dog.walks)) == (("Tom", 9), ("Ann", 3))
    make: Any = Dog
    with pytest.raises(TypeError, match=r"Dog\.__init__\(\) missing 1 required positional argument: 'owner'"):
        make()
