"""What a set says in the end: both numbers, from the side that is too much or too little."""


def test_upper_ends_alone_are_too_few_for_a_number_that_must_be_reached(project, sets):
    vocabulary = "measures:\n" + "\n".join(f"  {name}: {{unit: person, kind: constant}}" for name in "xyt")
    lines = ["a#x | x | at most 30", "a#y | y | at most 40", "a#t | t | at most 1,000"]
    (finding,) = sets(project(vocabulary, lines, {"all": "t <= x + y", "many": "t >= 100"}))
    assert finding.message.endswith(": at most 70 against at least 100, 30 too few")
    assert any(line.startswith("At most 40 + 30 = 70 against at least 100: 30 too few") for line in finding.arithmetic)
