"""When one voice is quoted so much that it stands for everybody. Pure; the rule is told in people and quotes.

A voice is outsized in something when it has at least four of its quotes, at least two people are heard in it, and its
part is at least twice an even share: a third where six or more people are heard, two thirds where there are two or
three. The thresholds are this product's own; they are told in docs/withdrawal-and-erasure.md.
"""

from fractions import Fraction

LEAST_QUOTES = 4
LEAST_PEOPLE = 2
_AT_LEAST, _AT_MOST = Fraction(1, 3), Fraction(2, 3)


def threshold(people: int) -> Fraction:
    """From which part on a voice is outsized among so many people.

    >>> threshold(2), threshold(4), threshold(40)
    (Fraction(2, 3), Fraction(1, 2), Fraction(1, 3))
    """
    return max(_AT_LEAST, min(Fraction(2, max(people, 1)), _AT_MOST))


def is_outsized(mine: int, of: int, people: int) -> bool:
    """Whether `mine` of `of` quotes are too much of one voice, where so many people are heard."""
    if mine < LEAST_QUOTES or people < LEAST_PEOPLE or of < 1:
        return False
    return Fraction(mine, of) >= threshold(people)
