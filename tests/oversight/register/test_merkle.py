"""The tree is that of RFC 6962 and 9162, by the reference vectors of Certificate Transparency and by the RFC's own definition."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openday.oversight.register import merkle
from openday.oversight.register.ledger import Tree, is_consistent, is_included, leaf_hash, node_hash
from tests.oversight.register.vectors import CONSISTENCIES, INCLUSIONS, LEAVES, ROOTS

LARGEST = 70
MANY = [leaf_hash(str(number).encode()) for number in range(LARGEST)]


def root_by_definition(leaves: list[bytes]) -> bytes:
    """RFC 6962, 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1
    while left * 2 < len(leaves):
        left *= 2
    return node_hash(root_by_definition(leaves[:left]), root_by_definition(leaves[left:]))


def reading(leaves: list[bytes]) -> merkle.Subtree:
    def subtree(level: int, index: int) -> bytes:
        part = leaves[index << level : (index + 1) << level]
        assert len(part) == 1 << level
        return root_by_definition(part)

    return subtree


def in_hex(path: list[bytes]) -> list[str]:
    return [step.hex() for step in path]


REFERENCE = [leaf_hash(leaf) for leaf in LEAVES]
ROOTS_OF_MANY = [root_by_definition(MANY[:size]) for size in range(LARGEST + 1)]


def test_every_size_of_the_reference_tree_has_its_root():
    tree = Tree()
    roots = [tree.root()]
    for leaf in REFERENCE:
        tree.add(leaf)
        roots.append(tree.root())

    assert roots == ROOTS


@pytest.mark.parametrize(("index", "size", "path"), INCLUSIONS)
def test_inclusion_is_proved_as_in_the_reference(index, size, path):
    made = merkle.inclusion_path(index, size, reading(REFERENCE[:size]))

    assert in_hex(made) == path
    assert is_included(REFERENCE[index], index=index, size=size, path=made, root=ROOTS[size])


@pytest.mark.parametrize(("size", "later_size", "path"), CONSISTENCIES)
def test_consistency_is_proved_as_in_the_reference(size, later_size, path):
    made = merkle.consistency_path(size, later_size, reading(REFERENCE[:later_size]))

    assert in_hex(made) == path
    assert is_consistent(size=size, root=ROOTS[size], later_size=later_size, later_root=ROOTS[later_size], path=made)


def test_a_growing_tree_has_the_root_of_the_definition_at_every_size():
    tree = Tree()
    for size, leaf in enumerate(MANY, start=1):
        tree.add(leaf)
        assert tree.root() == ROOTS_OF_MANY[size]


@given(st.data())
def test_inclusion_holds_for_its_own_place_only(data):
    size = data.draw(st.integers(1, LARGEST))
    index = data.draw(st.integers(0, size - 1))
    path = merkle.inclusion_path(index, size, reading(MANY[:size]))
    good = {"index": index, "size": size, "path": path, "root": ROOTS_OF_MANY[size]}
    assert is_included(MANY[index], **good)

    other = data.draw(st.integers(0, LARGEST - 1).filter(lambda number: number != index))
    wrong = [
        {**good, "index": other},
        {**good, "index": -1 - index},
        {**good, "root": ROOTS_OF_MANY[size - 1]},
        {**good, "path": [*path, path[-1] if path else MANY[0]]},
    ]
    if path:
        spot = data.draw(st.integers(0, len(path) - 1))
        wrong += [
            {**good, "path": path[:spot] + path[spot + 1 :]},
            {**good, "path": [*path[:spot], leaf_hash(b"another"), *path[spot + 1 :]]},
        ]
    assert not is_included(MANY[other], **good)
    assert [is_included(MANY[index], **one) for one in wrong] == [False] * len(wrong)


@given(st.data())
def test_consistency_holds_between_any_two_sizes_and_not_with_another_past(data):
    later_size = data.draw(st.integers(1, LARGEST))
    size = data.draw(st.integers(0, later_size))
    path = merkle.consistency_path(size, later_size, reading(MANY[:later_size]))
    good = {"size": size, "root": ROOTS_OF_MANY[size], "later_size": later_size, "later_root": ROOTS_OF_MANY[later_size], "path": path}
    assert is_consistent(**good)

    wrong = [{**good, "path": [*path, MANY[0]]}, {**good, "size": later_size + 1}, {**good, "size": -1}]
    if size > 0:
        changed = data.draw(st.integers(0, size - 1))
        past = [*MANY[:changed], leaf_hash(b"another"), *MANY[changed + 1 : size]]
        wrong.append({**good, "root": root_by_definition(past)})
    if path:
        wrong += [{**good, "path": path[:-1]}, {**good, "path": []}, {**good, "later_root": ROOTS_OF_MANY[later_size - 1]}]
    assert [is_consistent(**one) for one in wrong] == [False] * len(wrong)
