"""A quote that stood in a table or a list, told as one: Markdown of the rows or items that answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from privexbot_app.rag.asking import asks_for_column, asks_several
from privexbot_app.rag.found import Found
from privexbot_app.rag.layout import Group, Line, group_of, lines_of
from privexbot_app.rag.question import Question
from privexbot_app.rag.sentences import is_whole
from privexbot_app.rag.tokens import lexemes, query_terms

MOST_ROWS, MOST_ITEMS, MOST_COLUMNS = 6, 8, 5
MOST_CHARACTERS = 900  # of a list
PHONE_CHARACTERS = 44  # side by side in a row of a table
BETWEEN_CELLS = 2
WRAPPED = 22  # a longer cell is wrapped
CUT = "…"


@dataclass(frozen=True)
class Told:
    """`lead` stands before the marker of the source, `body` below it; `sentences` are quoted."""

    lead: str
    body: str
    sentences: tuple[str, ...]


def told_as_block(asked: Question, passage: Found, number: int) -> Told | None:
    """The table or list that sentence `number` stands in or leads in to, as far as it answers; None for plain text and
    for what is better told as a sentence."""
    lines = lines_of(passage)
    group = group_of(lines, number)
    if group is None:
        return None
    here = next(line for line in lines if number in line.sentences)
    if group.kind == "list":
        return _list(asked, passage, group, here)
    chosen = lines_that_answer(asked, passage, group)
    if group.kind == "pairs":
        return _pairs(passage, group, chosen) if len(chosen) > 1 or here is group.lead else None
    return _table(asked, passage, group, chosen)


def heading_of(passage: Found) -> str:
    """What the passage is about, to stand above what was in it."""
    heading = passage.heading.rsplit(" › ", 1)[-1]
    return heading if passage.title in heading else f"{passage.title} – {heading}" if heading else passage.title


def lines_that_answer(asked: Question, passage: Found, group: Group) -> tuple[Line, ...]:
    """The lines with most words of the question, of those that not all of them have, nor what stands above them; all,
    where no such word is."""
    above = f"{passage.title} {passage.heading} {group.lead.text if group.lead else ''}"
    words = [_told_words(line, asked.language) for line in group.lines]
    telling = {term for term in asked.terms if 0 < sum(term in known for known in words) < len(words)}
    telling -= set(lexemes(above, asked.language))
    shared = [len(telling & known) for known in words]
    return tuple(line for line, count in zip(group.lines, shared, strict=True) if count == max(shared))


def _told_words(line: Line, language: str) -> set[str]:
    """Without the names of columns, which all rows share."""
    return set(lexemes(" ".join(value for _, value in line.cells) if line.is_row else line.text, language))


def _list(asked: Question, passage: Found, group: Group, here: Line) -> Told | None:
    lead = group.lead.text if group.lead else ""
    if here is group.lead or asks_several(asked.text, asked.language):
        return _bulleted(lead, group.lines, here) if lead or len(group.lines) > 1 else None
    if not lead or is_whole(here.text):
        return None
    asked_for = lines_that_answer(asked, passage, group)
    return _bulleted(lead, asked_for if len(asked_for) < len(group.lines) else (here,), here)


def _pairs(passage: Found, group: Group, chosen: tuple[Line, ...]) -> Told:
    return _bulleted(group.lead.text if group.lead else heading_of(passage), chosen, chosen[0])


def _bulleted(lead: str, lines: Sequence[Line], here: Line) -> Told:
    """As many as can be read; this one is among them."""
    wanted = lines.index(here) if here in lines else 0
    first = max(0, min(wanted - MOST_ITEMS // 2, len(lines) - MOST_ITEMS))
    shown = list(lines[first : first + MOST_ITEMS])
    while len(shown) > 1 and sum(len(line.text) for line in shown) > MOST_CHARACTERS:
        shown.pop()
    marks = (f"{line.mark[:-1]}." if line.mark[:1].isdigit() else "-" for line in shown)
    items = [f"{mark} {line.text}" for mark, line in zip(marks, shown, strict=True)]
    body = "\n".join([*items, *([f"\n{CUT}"] if first + len(shown) < len(lines) else [])])
    return Told(lead, body, (*([lead] if lead else []), *(line.text for line in shown)))


def _table(asked: Question, passage: Found, group: Group, chosen: tuple[Line, ...]) -> Told:
    shown = chosen[:MOST_ROWS]
    columns = _columns(shown)
    named = _asked_for(asked, columns[1:])
    kept = _that_fit(columns, named, shown)
    sentences = tuple(line.text for line in shown)
    if len(shown) == 1 and len(kept) < len(columns) and not named:
        pairs = [f"- {name}: {value}" if name else f"- {value}" for name, value in shown[0].cells[:MOST_ITEMS]]
        return Told(heading_of(passage), "\n".join(pairs), sentences)
    lead = _cell_words(shown[0], named) if len(shown) == 1 and named else ""
    above = group.lead.text if group.lead else heading_of(passage)
    is_cut = len(chosen) > len(shown) or (len(kept) < len(columns) and not lead)
    body = _markdown(kept, shown) + (f"\n\n{CUT}" if is_cut else "")
    return Told(lead or above, body, sentences)


def _columns(rows: Sequence[Line]) -> list[str]:
    """Of all rows together, each after the one that it follows in its row: an empty cell is not told."""
    columns: list[str] = []
    for row in rows:
        place = 0
        for name, _ in row.cells:
            if name in columns:
                place = columns.index(name) + 1
            else:
                columns.insert(place, name)
                place += 1
    return columns


def _asked_for(asked: Question, columns: Sequence[str]) -> list[str]:
    """Those that the question names in full; else those that hold what it asks for; else those it has a word of."""
    words = {name: set(query_terms(name, asked.language)) for name in columns}
    in_full = [name for name in columns if words[name] <= set(asked.terms)]
    asked_for = [name for name in columns if asks_for_column(asked.text, name)]
    return in_full or asked_for or [name for name in columns if words[name] & set(asked.terms)]


def _that_fit(columns: Sequence[str], named: Sequence[str], rows: Sequence[Line]) -> list[str]:
    """On a phone: the first, which says what a row is of, those asked for, and others as long as there is room."""
    kept: list[str] = []
    room = PHONE_CHARACTERS
    others = [name for name in columns[1:] if name not in named]
    for place, name in enumerate([columns[0], *named, *others]):
        width = min(WRAPPED, max(len(text) for text in [name, *(dict(row.cells).get(name, "") for row in rows)]))
        room -= width + BETWEEN_CELLS
        if place < 2 or (room >= 0 and len(kept) < MOST_COLUMNS):
            kept.append(name)
    return [name for name in columns if name in kept]


def _cell_words(row: Line, named: Sequence[str]) -> str:
    """The very cells that were asked for, after what the row is of."""
    cells = dict(row.cells)
    told = "; ".join(f"{name}: {cells[name]}" for name in named if name in cells)
    first = row.cells[0][1]
    return f"{first} – {told}" if told else ""


def _markdown(columns: Sequence[str], rows: Sequence[Line]) -> str:
    lines = [columns, ["---"] * len(columns)]
    lines += [[dict(row.cells).get(name, "") for name in columns] for row in rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
