"""What changed between two versions of a text: word by word, and in the sentences around it."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

# A figure is one word, so that 85件 -> 83件 does not show as 8 and a changed 5; so is a run of Latin letters.
_WORD = re.compile(r"\d[\d,.，]*[%％‰]?|[A-Za-z]+|\s+|.", re.DOTALL)
# Equal words between two changes that say nothing by themselves are shown as part of one change.
_LEAST_BETWEEN = 2
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]*[”’」）]*")
_ALIKE = 0.5  # a sentence that became another shares at least half of its characters with it
_CONTEXT = 20  # unchanged characters kept beside a change
_LONGEST = 200  # characters shown of one changed piece


@dataclass(frozen=True)
class Edit:
    """Characters ``start`` to ``end`` stand where ``gone`` stood."""

    start: int
    end: int
    gone: str


def changes_between(before: str, after: str) -> list[Edit]:
    """What changed, in the order of the text: unchanged paragraphs are set aside, the others compared word by word."""
    old, new = before.split("\n"), after.split("\n")
    old_at, new_at = _offsets(f"{line}\n" for line in old), _offsets(f"{line}\n" for line in new)
    edits: list[Edit] = []
    blocks = [code for code in Indel.opcodes(old, new) if code.tag != "equal"]
    while blocks:
        first = last = blocks.pop(0)
        while blocks and (blocks[0].src_start, blocks[0].dest_start) == (last.src_end, last.dest_end):
            last = blocks.pop(0)
        start, end = new_at[first.dest_start], new_at[last.dest_end]
        gone = before[old_at[first.src_start] : old_at[last.src_end]]
        for edit in _words_changed(gone, after[start:end]):
            # The last line has no line feed in the text itself.
            placed = Edit(min(start + edit.start, len(after)), min(start + edit.end, len(after)), edit.gone)
            if placed.gone.strip() or after[placed.start : placed.end].strip():
                edits.append(placed)
    return edits


def _words_changed(before: str, after: str) -> list[Edit]:
    """Changes with next to nothing between them are one."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    old_at, new_at = _offsets(old), _offsets(new)
    edits: list[Edit] = []
    last_old = 0
    for code in Indel.opcodes(old, new):
        if code.tag == "equal":
            continue
        start, end = new_at[code.dest_start], new_at[code.dest_end]
        old_start, old_end = old_at[code.src_start], old_at[code.src_end]
        previous = edits[-1] if edits else None
        between = after[previous.end : start] if previous else ""
        if previous is not None and len(between) <= _LEAST_BETWEEN and "\n" not in between:
            edits[-1] = Edit(previous.start, end, previous.gone + before[last_old:old_end])
        else:
            edits.append(Edit(start, end, before[old_start:old_end]))
        last_old = old_end
    return edits


def _offsets(words: Iterable[str]) -> list[int]:
    offsets = [0]
    for word in words:
        offsets.append(offsets[-1] + len(word))
    return offsets


@dataclass(frozen=True)
class Piece:
    """Words of a passage, those that changed or those around them."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Passage:
    """The sentences around a change as they were and as they are; one of the two may be empty."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


def passages_changed(before: str, after: str) -> list[Passage]:
    """The sentences that changed, in the order of the text; what is long and unchanged in them is left out."""
    return _changed(_sentences(before), _sentences(after))


def paragraphs_changed(before: str, after: str, folded: Callable[[str], str] = str) -> list[Passage]:
    """The same by paragraphs, of which two are alike when ``folded`` makes them so; empty lines say nothing."""
    return _changed(_paragraphs(before), _paragraphs(after), folded)


def _changed(old: Sequence[str], new: Sequence[str], folded: Callable[[str], str] = str) -> list[Passage]:
    passages: list[Passage] = []
    blocks = [code for code in Indel.opcodes(old, new) if code.tag != "equal"]
    while blocks:
        first = last = blocks.pop(0)
        while blocks and (blocks[0].src_start, blocks[0].dest_start) == (last.src_end, last.dest_end):
            last = blocks.pop(0)
        pairs = _paired(old[first.src_start : last.src_end], new[first.dest_start : last.dest_end])
        passages += [_passage(was, now) for was, now in pairs if folded(was) != folded(now)]
    return passages


def _paired(old: Sequence[str], new: Sequence[str]) -> list[tuple[str, str]]:
    """Each sentence beside the one it became; one that went, or came, alone or beside what came in its place."""
    pairs: list[tuple[str, str]] = []
    at = 0
    for sentence in old:
        likeness = [Indel.normalized_similarity(sentence, other) for other in new[at:]]
        best = likeness.index(max(likeness)) if likeness else 0
        if not likeness or likeness[best] < _ALIKE:
            pairs.append((sentence, ""))
            continue
        _add_new(pairs, new[at : at + best])
        pairs.append((sentence, new[at + best]))
        at += best + 1
    _add_new(pairs, new[at:])
    return pairs


def _add_new(pairs: list[tuple[str, str]], sentences: Sequence[str]) -> None:
    for sentence in sentences:
        if pairs and not pairs[-1][1]:
            pairs[-1] = (pairs[-1][0], sentence)
        else:
            pairs.append(("", sentence))


def _sentences(text: str) -> list[str]:
    return [sentence for found in _SENTENCE.findall(text) if (sentence := found.strip())]


def _paragraphs(text: str) -> list[str]:
    return [paragraph for line in text.split("\n") if (paragraph := line.strip())]


def _passage(before: str, after: str) -> Passage:
    edits = _words_changed(before, after)
    kept = len(after) - sum(edit.end - edit.start for edit in edits)
    if kept * 3 < min(len(before), len(after)):
        edits = [Edit(0, len(after), before)]  # so little is left that it reads better as a new text
    was: list[Piece] = []
    now: list[Piece] = []
    at = 0
    for edit in edits:
        same = Piece(after[at : edit.start])
        was += [same, Piece(edit.gone, is_changed=True)]
        now += [same, Piece(after[edit.start : edit.end], is_changed=True)]
        at = edit.end
    rest = Piece(after[at:])
    return Passage(_shortened([*was, rest]), _shortened([*now, rest]))


def _shortened(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Without the empty ones; at the ends of a passage only the side beside a change is kept."""
    last = len(pieces) - 1
    shown = [Piece(_short(piece, place > 0, place < last), piece.is_changed) for place, piece in enumerate(pieces)]
    return tuple(piece for piece in shown if piece.text)


def _short(piece: Piece, is_after_change: bool, is_before_change: bool) -> str:
    text = piece.text
    if piece.is_changed:
        return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……（共{len(text)}字）"
    kept = _CONTEXT * (is_after_change + is_before_change)
    if len(text) <= kept + _CONTEXT:
        return text
    start, end = text[: _CONTEXT * is_after_change], text[len(text) - _CONTEXT * is_before_change :]
    return f"{start}……{end}"
