"""Which stretches of a text a query matched, and which to show when the text is long. Never markup."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from search.port import Span
from search.rules import typos
from search.rules.plan import Plan, Words
from search.rules.text import Token, pieces, prefix_end, tokens, values, words


@dataclass(frozen=True)
class Wanted:
    """What to mark: whole words, words in a row, and the beginnings of `opening`, the words `typed` may
    become.
    """

    words: frozenset[str]
    phrases: frozenset[Words]
    opening: frozenset[str] = frozenset()
    typed: str = ""

    def touches(self, said: Collection[str]) -> bool:
        """Whether a text of these words holds any of it, or the first word of a phrase."""
        return not (self.words.isdisjoint(said) and self.opening.isdisjoint(said)) or self.begins_in(said)

    def begins_in(self, said: Collection[str]) -> bool:
        """Whether the first word of a phrase is among these words."""
        return any(phrase[0] in said for phrase in self.phrases)

    @classmethod
    def of(cls, plan: Plan) -> Wanted:
        """Everything a plan may match."""
        last = len(plan.slots) - 1
        typed = plan.slots[last].words[0] if plan.slots and plan.slots[last].open else ""
        whole: set[str] = set()
        opening: set[str] = set()
        for edge in plan.edges:
            (opening if typed and edge.start == last else whole).update(edge.words)
        phrases = frozenset(phrase for edge in plan.edges for phrase in edge.phrases)
        return cls(frozenset(whole), phrases, frozenset(opening - whole), typed)


Read = Sequence[tuple[str, Sequence[Token]]]


def read_values(text: str | tuple[str, ...]) -> Read:
    """Each value of a text with its words."""
    return [(value, tokens(value)) for value in values(text)]


def spans(wanted: Wanted, texts: Read) -> tuple[Span, ...]:
    """The matched stretches of a text, in order, not overlapping."""
    found: list[Span] = []
    for item, (value, read) in enumerate(texts):
        in_phrases = _in_phrases(read, wanted.phrases)
        for at, token in enumerate(read):
            if at in in_phrases or token.word in wanted.words:
                found.append(Span(token.start, token.end, item))
            elif token.word in wanted.opening:
                found.append(Span(token.start, _typed_end(value, token, wanted.typed), item))
    return tuple(found)


def _in_text(wanted: Wanted, text: str, said: Sequence[str], item: int) -> Iterator[Span]:
    """The matched stretches of one value, whose words are known already; only phrases need all of them placed."""
    if wanted.begins_in(said):
        yield from (Span(span.start, span.end, item) for span in spans(wanted, [(text, tokens(text))]))
        return
    for match, word in zip(pieces(text), said, strict=True):
        if word in wanted.words:
            yield Span(*match.span(), item)
        elif word in wanted.opening:
            token = Token(word, *match.span(), apart=False, solid=False)
            yield Span(token.start, _typed_end(text, token, wanted.typed), item)


def _typed_end(text: str, token: Token, typed: str) -> int:
    """Where the mark of a word that is still being typed ends: as far as it is typed; synonyms are marked
    whole.
    """
    near = typos.prefix_cost(typed, token.word, typos.allowed(typed))
    return prefix_end(text, token, near[1]) if near else token.end


def _in_phrases(read: Sequence[Token], phrases: Iterable[Words]) -> set[int]:
    marked: set[int] = set()
    for phrase in phrases:
        for at in range(len(read) - len(phrase) + 1):
            run = read[at : at + len(phrase)]
            if all(token.word == word for token, word in zip(run, phrase, strict=True)) and not any(
                token.apart for token in run[1:]
            ):
                marked.update(range(at, at + len(phrase)))
    return marked


def crop(texts: Read, marked: Sequence[Span], most_words: int) -> Span | None:
    """The stretch of at most `most_words` words with the most marks in its middle; None when there is no
    text.
    """
    filled = [at for at, (value, _) in enumerate(texts) if value]
    if not filled:
        return None
    item = marked[0].item if marked else filled[0]
    value, read = texts[item]
    if len(read) <= most_words:
        return Span(0, len(value), item)
    starts = {span.start for span in marked if span.item == item}
    hits = [at for at, token in enumerate(read) if token.start in starts]
    first = _window(hits, len(read), most_words)
    last = read[first + most_words - 1]
    return Span(read[first].start, last.end, item)


def _window(hits: Sequence[int], length: int, most: int) -> int:
    """The first word of the window: around the stretch that holds most hits, which comes to lie in the
    middle.
    """
    if not hits:
        return 0
    best = max(hits, key=lambda start: (sum(start <= hit < start + most for hit in hits), -start))
    inside = [hit for hit in hits if best <= hit < best + most]
    middle = (inside[0] + inside[-1] + 1 - most) // 2
    return max(0, min(middle, length - most))


def of_document(
    wanted: Wanted, texts: Mapping[str, str | tuple[str, ...]], crop_words: int
) -> tuple[dict[str, tuple[Span, ...]], dict[str, Span]]:
    """Spans and crops of every text of a document; texts without a match have no spans."""
    marked: dict[str, tuple[Span, ...]] = {}
    crops: dict[str, Span] = {}
    for name, text in texts.items():
        said = [(value, words(value)) for value in values(text)]
        found = tuple(
            span
            for item, (value, its) in enumerate(said)
            if wanted.touches(its)
            for span in _in_text(wanted, value, its, item)
        )
        if found:
            marked[name] = found
        if crop_words > 0:
            is_long = any(len(its) > crop_words for _, its in said)
            cut = crop(read_values(text) if is_long else [(value, ()) for value, _ in said], found, crop_words)
            if cut is not None:
                crops[name] = cut
    return marked, crops
