"""The smallest set first: a short planted contradiction before longer ones, whatever the order of claims and files."""

from itertools import combinations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reconcile.rules.inconsistent_set import InconsistentSet

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def chains(lengths):
    """Return laws and claims: one contradiction for each length, all hanging together by the measure `all`.

    A chain of n claims: n − 1 parts that have to fit into a unit, which is at most what the last claim says.
    """
    measures, laws, lines = ["all"], {}, []
    for chain, length in enumerate(lengths):
        unit = f"u{chain}"
        parts = [f"{unit}p{i}" for i in range(length - 1)]
        measures += [unit, f"{unit}top", *parts]
        laws[f"{unit}a"] = f"{' + '.join(parts)} <= {unit}"
        laws[f"{unit}b"] = f"{unit} <= {unit}top"
        laws[f"{unit}c"] = f"{unit} <= all"
        lines += [f"d{i % 3}#{part} | {part} | 20" for i, part in enumerate(parts)]
        lines.append(f"e#{unit}top | {unit}top | at most {20 * len(parts) - 7}")
    vocabulary = "measures:\n" + "\n".join(f"  {name}: {{unit: person, kind: constant}}" for name in measures)
    return vocabulary, [*lines, "e#all | all | at most 5,000"], laws


@SLOW
@given(lengths=st.lists(st.integers(3, 7), min_size=2, max_size=4), data=st.data())
def test_of_several_contradictions_the_shorter_ones_come_first(project, sets, lengths, data):
    vocabulary, lines, laws = chains(lengths)
    found = sets(project(vocabulary, data.draw(st.permutations(lines)), laws))
    assert [len(finding.claim_ids()) for finding in found] == sorted(lengths)


def test_with_one_set_allowed_the_smallest_is_shown(project, sets):
    vocabulary, lines, laws = chains([6, 3, 5])
    (finding,) = sets(project(vocabulary, lines, laws), most=1)
    assert finding.claim_ids() == {"d0#u1p0", "d1#u1p1", "e#u1top"}
    assert finding.arithmetic[-1].startswith("The search stopped after 1 such sets")


def test_a_claim_that_does_the_work_of_several_takes_their_place(project, sets):
    """Four parts exceed the unit, and so does one other count: the two claims are told, not the five."""
    vocabulary, lines, laws = chains([5])
    vocabulary += "\n  guests: {unit: person, kind: constant}\n  rooms: {unit: person, kind: constant}"
    laws |= {"guests": "guests <= rooms", "rooms": "rooms <= u0"}
    guests = ["f#guests | guests | 90", "f#rooms | rooms | at most 300"]
    (finding,) = sets(project(vocabulary, [*lines, *guests], laws), most=1)
    assert finding.claim_ids() == {"f#guests", "e#u0top"}


@st.composite
def tangled(draw):
    names = [f"m{i}" for i in range(7)]
    laws = {}
    for i in range(draw(st.integers(2, 5))):
        chosen = draw(st.permutations(names))[: draw(st.integers(2, 4))]
        laws[f"law{i}"] = f"{' + '.join(chosen[:-1])} <= {chosen[-1]}"
    used = sorted({word for law in laws.values() for word in law.split() if word.startswith("m")})
    lines = [
        f"{draw(st.sampled_from('xyz'))}#{name} | {name} | {draw(st.sampled_from(('', 'at least ', 'at most ')))}"
        f"{draw(st.integers(11, 60))}"
        for name in draw(st.lists(st.sampled_from(used), min_size=2, max_size=7, unique=True))
    ]
    return "measures:\n" + "\n".join(f"  {name}: {{unit: person, kind: constant}}" for name in names), lines, laws


@FEW
@given(made=tangled(), data=st.data())
def test_the_first_set_is_one_of_the_fewest_claims_once_narrower_conflicts_are_put_aside(
    project, possible, everything, made, data
):
    vocabulary, lines, laws = made
    claims = project(vocabulary, lines, laws)
    found = everything(claims)[0]
    if any(finding.code != "REC208" for finding in found):
        return  # something is put aside first
    ids = {line.split(" ")[0] for line in lines}
    sizes = (n for n in range(1, 8) for some in combinations(sorted(ids), n) if not possible(claims, only=some))
    fewest = next(sizes, None)
    assert (fewest is None) == (found == [])
    if found:
        assert min(len(finding.claim_ids()) for finding in found) == fewest
        again = list(InconsistentSet().check(project(vocabulary, data.draw(st.permutations(lines)), laws)))
        assert [f.message for f in again] == [f.message for f in InconsistentSet().check(claims)]
