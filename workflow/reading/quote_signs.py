"""The ">" of quoted lines: which lines bear it, and whether a program or the writer himself put it there."""

from __future__ import annotations

from workflow.reading import attributions, dividers, header_blocks

MAX_ASKED = 500  # quoted lines of a first mail at which an attribution is looked for


def has_words(line: str) -> bool:
    return any(char.isalnum() or char > "\u2190" for char in line)


def is_quoted(line: str) -> bool:
    """A line with the ">" of RFC 3676; arrows and ">>> link <<<" are not."""
    if ">" not in line[:5]:
        return False
    stripped = line.lstrip(" \t\xa0")
    if not stripped.startswith(">") or len(line) - len(stripped) > 4:
        return False
    if stripped.startswith((">=", ">>>>>>")) or stripped.rstrip().endswith(("<<", " >>>")):
        return False
    # "> wrote:" and ">:" are the end of an attribution whose address was broken off.
    if stripped[1:].strip() == ":":
        return False
    return not (
        len(stripped) < 24 and stripped.rstrip().endswith(":") and attributions.is_bare_verb(stripped[1:])
    )


def has_quote_style(lines: list[str], marked: list[bool]) -> bool:
    """One lonely line with ">" and no attribution is an arrow or a joke, unless the mail begins with it."""
    quoted = [index for index, is_marked in enumerate(marked) if is_marked]
    if len(quoted) != 1:
        return bool(quoted)
    if not any(has_words(line) for line in lines[: quoted[0]]):
        return any(has_words(line) for line in lines[quoted[0] + 1 :])
    return any(attributions.may_end(line) for line in lines[max(0, quoted[0] - 4) : quoted[0]])


def is_introduced(lines: list[str], marked: list[bool]) -> bool:
    """Whether a program, and not the writer, put the ">" there: an attribution or header, or a quote in a quote."""
    above, asked = -1, 0
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if marked[index]:
            if line.replace(" ", "").startswith(">>") or header_blocks.label_of(line):
                return True
            asked += 1
            if asked <= MAX_ASKED and (
                _is_attribution(lines, index) or (above >= 0 and _is_attribution(lines, above))
            ):
                return True
        elif dividers.kind_of(line) or header_blocks.block_end(lines, index) > 0:
            return True
        above = index
    return False


def _is_attribution(lines: list[str], end: int) -> bool:
    floor = max(0, end - attributions.MAX_LINES)
    return attributions.may_end(lines[end]) and (
        attributions.window(lines, end, floor, quoted_next=True) is not None
    )
