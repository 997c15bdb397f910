"""Which stretches of a text a query matched, and which to show when the text is long. Never markup."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from search.port import Span
from search.rules import typos
from search.rules.plan import Plan, Words
from search.rules.text import Token, prefix_end, tokens, values, words


@dataclass(frozen=True)
class Wanted:
    """What to mark: whole words, words in a row, and the beginnings of `opening`, the words `typed` may
    become.
    """

    words: frozenset[str]
    phrases: frozenset[Words]
    opening: frozenset[str] = frozenset()
    typed: str = ""

    def touches(self, text: str) -> bool:
        """Whether a text holds any of it; quicker than looking where."""
        said = set(words(text))
        return not (
            self.words.isdisjoint(said)
            and self.opening.isdisjoint(said)
            and all(phrase[0] not in said for phrase in self.phrases)
        )

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
        some = values(text)
        found: tuple[Span, ...] = ()
        if any(wanted.touches(value) for value in some):
            read = read_values(text)
            found = spans(wanted, read)
        elif crop_words > 0 and any(len(value) > crop_words for value in some):
            read = read_values(text)
        else:
            read = [(value, ()) for value in some]
        if found:
            marked[name] = found
        if crop_words > 0 and (cut := crop(read, found, crop_words)) is not None:
            crops[name] = cut
    return marked, crops
