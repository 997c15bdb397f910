"""What a text query looks for: its words in order as slots, and everything each slot may match as edges.

An edge covers one slot, or several where the query's words stand for something together: `sun flower` for
"sunflower", or a synonym of two words. A plan's levels say which slots must match: all of them first, then,
for the strategy `last`, fewer and fewer from the end. The first word and every phrase stay; next to a phrase
no word must. For the strategy `any` each slot is a level of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from search.port import Strategy, Term, TextQuery
from search.rules import typos
from search.rules.text import GAP, Token, fold, tokens, words
from search.rules.vocabulary import Vocabulary
from search.stopwords import ASKING_WORDS, STOP_WORDS

MOST_SLOTS = 10
_ASKING = frozenset(fold(word) for known in (STOP_WORDS, ASKING_WORDS) for told in known.values() for word in told)
SPLIT_COST = 1
Words = tuple[str, ...]


@dataclass(frozen=True)
class Slot:
    """One word of a query, or one phrase. `open` is the last word, still being typed."""

    words: Words
    phrase: bool = False
    open: bool = False
    apart: bool = False


@dataclass(frozen=True)
class Edge:
    """Ways to match the slots from `start` up to `end`: single words, or words in a row, each at a cost in
    typos.
    """

    start: int
    end: int
    words: Mapping[str, int] = field(default_factory=dict)
    phrases: Mapping[Words, int] = field(default_factory=dict)

    @property
    def wide(self) -> bool:
        """Whether it covers several slots."""
        return self.end - self.start > 1


@dataclass(frozen=True)
class Plan:
    """A query made ready: nothing here depends on a single document."""

    slots: tuple[Slot, ...]
    edges: tuple[Edge, ...]
    levels: tuple[frozenset[int], ...]
    excluded: tuple[Words, ...] = ()

    def usable(self, level: int) -> tuple[Edge, ...]:
        """The edges whose slots must all match at this level."""
        must = self.levels[level]
        return tuple(edge for edge in self.edges if all(at in must for at in range(edge.start, edge.end)))

    def typed(self) -> Words:
        """All words as typed, phrases opened up."""
        return tuple(word for slot in self.slots for word in slot.words)


@dataclass(frozen=True)
class Lexicon:
    """What a plan is made with. `pairs` tells in how many documents two words stand side by side."""

    vocabulary: Vocabulary
    pairs: Callable[[str, str], int]
    synonyms: Mapping[Words, tuple[Words, ...]] = field(default_factory=dict)
    stop_words: frozenset[str] = frozenset()


def make(text: TextQuery, lexicon: Lexicon, strategy: Strategy = "last") -> Plan:
    """Resolve a text query against the words of an index."""
    slots = _slots(text, lexicon.stop_words)
    if strategy == "any":
        slots = _slots(text, lexicon.stop_words | _ASKING, open_matters=False) or slots
    edges = tuple(_edges(slots, lexicon))
    if strategy == "any":
        edges = tuple(_with_forms(edge, slots, lexicon) for edge in edges if not edge.wide)
    edges = tuple(edge for edge in edges if edge.words or edge.phrases)
    excluded = tuple(kept_out for term in text.terms if term.excluded for kept_out in _excluded(term))
    return Plan(slots, edges, _levels(slots, strategy), excluded)


def synonym_table(synonyms: Mapping[str, Iterable[str]]) -> dict[Words, tuple[Words, ...]]:
    """Synonyms by folded words, empty ones left out."""
    table: dict[Words, tuple[Words, ...]] = {}
    for key, others in synonyms.items():
        folded = tuple(dict.fromkeys(plain_words(other) for other in others))
        if plain_words(key) and any(folded):
            table[plain_words(key)] = tuple(other for other in folded if other)
    return table


def plain_words(text: str) -> Words:
    """The folded words of a text without its breaks."""
    return tuple(word for word in words(text) if word != GAP)


def _slots(text: TextQuery, stop_words: frozenset[str], *, open_matters: bool = True) -> tuple[Slot, ...]:
    wanted = [term for term in text.terms if not term.excluded]
    found: list[Slot] = []
    for at, term in enumerate(wanted):
        pieces = list(runs(term))
        for number, run in enumerate(pieces):
            is_last = at == len(wanted) - 1 and number == len(pieces) - 1
            phrase = term.phrase or len(run) > 1
            is_open = text.open and is_last and not phrase
            if phrase or (is_open and open_matters) or run[0].word not in stop_words:
                found.append(Slot(tuple(token.word for token in run), phrase, is_open, run[0].apart))
    return tuple(found[:MOST_SLOTS])


def runs(term: Term) -> Iterator[list[Token]]:
    """The pieces of a typed term: a quoted phrase breaks at sentence ends; letters of a solid script stay
    together.
    """
    run: list[Token] = []
    for token in tokens(term.text):
        joined = not token.apart and (
            term.phrase or bool(run and run[-1].solid and token.solid and run[-1].end == token.start)
        )
        if run and not joined:
            yield run
            run = []
        run.append(token)
    if run:
        yield run


def _excluded(term: Term) -> Iterator[Words]:
    """What an excluded term keeps out: the parts of a phrase; the pieces of one word (`e-mail`) in a row."""
    for run in runs(term) if term.phrase else [tokens(term.text)]:
        if run:
            yield tuple(token.word for token in run)


def _levels(slots: Sequence[Slot], strategy: Strategy) -> tuple[frozenset[int], ...]:
    every = frozenset(range(len(slots)))
    if strategy == "all" or not slots:
        return (every,)
    if strategy == "any":
        return tuple(frozenset({at}) for at in sorted(every))
    droppable = [at for at, slot in enumerate(slots) if not slot.phrase]
    if len(droppable) == len(slots):
        droppable = droppable[1:]
    levels = [every]
    for at in reversed(droppable):
        levels.append(levels[-1] - {at})
    return tuple(levels)


def _edges(slots: Sequence[Slot], lexicon: Lexicon) -> Iterator[Edge]:
    for at, slot in enumerate(slots):
        yield _phrase_edge(at, slot) if slot.phrase else _word_edge(at, slot, lexicon)
    for start in range(len(slots)):
        for end in range(start + 2, len(slots) + 1):
            group = slots[start:end]
            if any(slot.phrase for slot in group) or any(slot.apart for slot in group[1:]):
                break
            yield _group_edge(start, end, group, lexicon)


def _with_forms(edge: Edge, slots: Sequence[Slot], lexicon: Lexicon) -> Edge:
    """An edge with the other English forms of its word, at no cost."""
    slot = slots[edge.start]
    forms = () if slot.phrase else lexicon.vocabulary.same_stem(slot.words[0])
    return replace(edge, words={**edge.words, **dict.fromkeys(forms, 0)})


def _phrase_edge(at: int, slot: Slot) -> Edge:
    if len(slot.words) == 1:
        return Edge(at, at + 1, words={slot.words[0]: 0})
    return Edge(at, at + 1, phrases={slot.words: 0})


def _word_edge(at: int, slot: Slot, lexicon: Lexicon) -> Edge:
    word = slot.words[0]
    found = resolve(word, lexicon.vocabulary, typos.allowed(word), is_open=slot.open)
    phrases: dict[Words, int] = {}
    split = _split(word, lexicon)
    if split:
        phrases[split] = SPLIT_COST
    _add_synonyms((word,), lexicon, found, phrases)
    return Edge(at, at + 1, found, phrases)


def _group_edge(start: int, end: int, group: Sequence[Slot], lexicon: Lexicon) -> Edge:
    """Several slots read as one word (at a cost of as many typos as slots), or as the key of a synonym
    (free).
    """
    key = tuple(slot.words[0] for slot in group)
    found: dict[str, int] = {}
    if len(group) <= 3:
        joined = "".join(key)
        reach = max(0, typos.allowed(joined) - (len(group) - 1))
        near = resolve(joined, lexicon.vocabulary, reach, is_open=group[-1].open)
        found = {word: cost + len(group) for word, cost in near.items()}
    phrases: dict[Words, int] = {}
    _add_synonyms(key, lexicon, found, phrases)
    return Edge(start, end, found, phrases)


def _add_synonyms(key: Words, lexicon: Lexicon, found: dict[str, int], phrases: dict[Words, int]) -> None:
    for other in lexicon.synonyms.get(key, ()):
        if len(other) > 1:
            phrases[other] = 0
        elif other[0] in lexicon.vocabulary:
            found[other[0]] = 0


def resolve(word: str, vocabulary: Vocabulary, reach: int, *, is_open: bool) -> dict[str, int]:
    """The words of the index a typed word may mean, with their typos."""
    found = {word: 0} if word in vocabulary else {}
    if is_open:
        found.update(dict.fromkeys(vocabulary.beginning_with(word), 0))
    if reach:
        near = vocabulary.near_prefix(word, reach) if is_open else vocabulary.near(word, reach)
        for other, cost in near.items():
            found.setdefault(other, cost)
    return found


def _split(word: str, lexicon: Lexicon) -> Words | None:
    """The two words that a typed one most often stands for when written apart."""
    best: tuple[int, Words] | None = None
    for at in range(1, len(word)):
        left, right = word[:at], word[at:]
        if left in lexicon.vocabulary and right in lexicon.vocabulary:
            together = lexicon.pairs(left, right)
            if together and (best is None or together > best[0]):
                best = (together, (left, right))
    return best[1] if best else None
