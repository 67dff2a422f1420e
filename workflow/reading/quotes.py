"""Splits the lines of a body into the writer's own words and what is quoted.

Works on plain lines and on the marked lines of `html_text`. Inline answers between quotes stay; a forwarded mail
stays whole, for its sender wants it read; where nothing would be left above a header, the words below it stay too.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workflow.reading import attributions, dividers, header_blocks
from workflow.reading.dividers import Divider
from workflow.reading.html_marks import (
    CUT_HERE,
    MARK_SIGNS,
    MAYBE_CLOSE,
    MAYBE_OPEN,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SIGNATURE_CLOSE,
    SIGNATURE_OPEN,
    WRAP_CLOSE,
    WRAP_OPEN,
)
from workflow.reading.mail import Cut
from workflow.reading.quote_signs import has_quote_style, has_words, is_introduced, is_quoted

CLOSERS = {
    QUOTE_OPEN: QUOTE_CLOSE,
    MAYBE_OPEN: MAYBE_CLOSE,
    SIGNATURE_OPEN: SIGNATURE_CLOSE,
    WRAP_OPEN: WRAP_CLOSE,
}
LONG_LINE = 60
REPLY_RULE = "reply marker"


@dataclass(slots=True)
class Split:
    """Own words as runs of lines, with the cuts between them."""

    segments: list[list[str]] = field(default_factory=lambda: [[]])
    cuts: list[Cut] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)  # a mail passed on, whole, below the own words

    @property
    def has_words(self) -> bool:
        return any(has_words(line) for segment in self.segments for line in segment)

    def cut(self, rule: str, removed: list[str]) -> None:
        words = "\n".join(line for line in removed if line not in MARK_SIGNS).strip("\n")
        if words.strip():
            self.cuts.append(Cut(rule=rule, removed=words))
        if self.segments[-1]:
            self.segments.append([])


def split_quotes(lines: list[str], *, may_answer: bool = True) -> Split:
    """`may_answer`: the mail may be an answer; in a first mail ">" needs a sign of a program beside it."""
    return _Splitter(lines, may_answer=may_answer).run()


def split_forward(lines: list[str]) -> Split:
    """The same for a mail whose subject says that it is passed on: what stands below a header is wanted."""
    return _ForwardSplitter(lines, may_answer=True).run()


class _Splitter:
    def __init__(self, lines: list[str], *, may_answer: bool) -> None:
        self.lines = lines
        self.split = Split()
        self.kept_from = 0  # lines from here on may still be taken into an attribution
        self.quoted_before = False
        self.in_wrap = 0
        self.quoted = [">" in line and is_quoted(line) for line in lines]
        self.quotes_are_marked = has_quote_style(lines, self.quoted) and (
            may_answer or is_introduced(lines, self.quoted)
        )
        self.closings = _closings(lines)

    def run(self) -> Split:
        index = 0
        while index < len(self.lines):
            index = self._step(index)
        return self.split

    def _step(self, index: int) -> int:
        line = self.lines[index]
        sign = line[:1]
        if sign in MARK_SIGNS and sign:
            return self._mark(index, sign)
        if self.quoted[index] and self.quotes_are_marked:
            return self._quoted_run(index, "quoted lines")
        if not line or line.isspace():
            return self._keep(index)
        divider = dividers.kind_of(line)
        if divider is Divider.REPLY_ABOVE:
            return self._rest(index, REPLY_RULE)
        if divider is Divider.FORWARD and not self.quoted_before:
            return self._keep_rest(index)
        if divider is Divider.ORIGINAL or (divider is Divider.BARE_ORIGINAL and self._header_follows(index)):
            return self._rest(index, "original message line")
        end = header_blocks.block_end(self.lines, index)
        if end > 0:
            return self._rest(index, "header block", resume=end)
        if attributions.may_end(line):
            return self._attribution(index)
        return self._keep(index)

    def _keep(self, index: int) -> int:
        self.split.segments[-1].append(self.lines[index])
        return index + 1

    def _keep_rest(self, index: int) -> int:
        self.split.forwarded = [line for line in self.lines[index:] if line not in MARK_SIGNS]
        return len(self.lines)

    def _rest(self, index: int, rule: str, resume: int = 0) -> int:
        """Cut to the end, unless nothing stands above: then the words below are all there is."""
        self._drop_rule_above()
        if self.split.has_words or self.quoted_before:
            return self._cut_header(index, rule, resume)
        if rule == REPLY_RULE:
            # Nothing above our line: the answer stands below it, and the line is still ours.
            self.split.cut(rule, self.lines[index : index + 1])
            self.kept_from = index + 1
            return index + 1
        for kept in range(index, max(resume, index + 1)):
            self._keep(kept)
        self.kept_from = max(resume, index + 1)
        return self.kept_from

    def _drop_rule_above(self) -> None:
        """A line of dashes above a header is the program's, with words between them ("--- Message ---") too."""
        segment = self.split.segments[-1]
        while segment and (dividers.is_rule(segment[-1]) or not segment[-1].strip()):
            segment.pop()
        if segment and dividers.is_titled_rule(segment[-1]):
            segment.pop()

    def _cut_header(self, index: int, rule: str, end: int) -> int:
        """Cut the header and its quote: to the end, or, where ">" marks the quote, to the first answer in it."""
        below = len(self.lines)
        if self.quotes_are_marked and rule != REPLY_RULE:
            below = self._next_words(end or self._header_end(index))
        if below == len(self.lines) or not self.quoted[below]:
            self.split.cut(rule, self.lines[index:])
            return len(self.lines)
        self.split.cut(rule, self.lines[index:below])
        return self._quoted_run(below, "quoted lines")

    def _header_end(self, index: int) -> int:
        """Where the header ends that a line of dashes, or a mark of the HTML, stands above."""
        header = self._next_words(index + 1)
        if header == len(self.lines):
            return header
        return max(header_blocks.block_end(self.lines, header), header)

    def _header_follows(self, index: int) -> bool:
        below = self._next_words(index + 1)
        return below < len(self.lines) and header_blocks.label_of(self.lines[below]) is not None

    def _next_words(self, index: int) -> int:
        while index < len(self.lines) and not self.lines[index].strip():
            index += 1
        return index

    # ------------------------------------------------------------ attributions

    def _attribution(self, index: int) -> int:
        below = self._next_words(index + 1)
        quoted_next = below < len(self.lines) and (
            self.quoted[below] or self.lines[below][:1] in (QUOTE_OPEN, MAYBE_OPEN)
        )
        floor = max(self.kept_from, index - attributions.MAX_LINES)
        found = attributions.window(self.lines, index, floor, quoted_next=quoted_next)
        if found is None:
            return self._keep(index)
        first, column = found
        self._take_back(index - first)
        if column:
            self.split.segments[-1].append(self.lines[first][:column].rstrip(" -–—"))
        if quoted_next:
            self.split.cut("attribution", self.lines[first : index + 1])
            self.quoted_before = True
            self.kept_from = below
            return below if self.lines[below][:1] in MARK_SIGNS else self._quoted_run(below, "quoted lines")
        if self.split.has_words or self.in_wrap:
            return self._terminal_attribution(first, index)
        # Nothing above and no sign where the quote ends: the words below may well be the answer.
        for kept in range(first, index + 1):
            self._keep(kept)
        self.kept_from = index + 1
        return index + 1

    def _terminal_attribution(self, first: int, index: int) -> int:
        """Unmarked text below an attribution is the quote, up to where HTML says that it ends."""
        stop = len(self.lines)
        if self.in_wrap:
            stop = next((at for at in range(index, stop) if self.lines[at] == WRAP_CLOSE), stop)
        self.split.cut("attribution", self.lines[first:stop])
        self.quoted_before = True
        self.kept_from = stop
        return stop

    def _take_back(self, count: int) -> None:
        segment = self.split.segments[-1]
        for _line in range(min(count, len(segment))):
            segment.pop()

    # ------------------------------------------------------------ quoted lines

    def _quoted_run(self, index: int, rule: str) -> int:
        if dividers.is_forward(self.lines[index]):
            return self._keep_rest(index)
        if header_blocks.label_of(self.lines[index]):
            self._drop_rule_above()
        end = index
        while end < len(self.lines):
            line = self.lines[end]
            if self.quoted[end] or (not line.strip() and self._quoted_after(end)) or self._is_wrapped(end):
                end += 1
            else:
                break
        self.split.cut(rule, self.lines[index:end])
        self.quoted_before = True
        self.kept_from = end
        return end

    def _quoted_after(self, index: int) -> bool:
        below = self._next_words(index)
        return below < len(self.lines) and self.quoted[below]

    def _is_wrapped(self, index: int) -> bool:
        """A quoted line that a mail program broke without a new sign: what follows it is quoted again."""
        line, above = self.lines[index], self.lines[index - 1]
        if (
            not line.strip()
            or not self.quoted[index - 1]
            or index + 1 >= len(self.lines)
            or not self.quoted[index + 1]
        ):
            return False
        words = line.strip()
        if " " not in words and ("/" in words or "=" in words or ")" in words):
            return True
        if words.startswith(("(http", "<http", "http")):
            return True
        return len(above) >= LONG_LINE and words[0].islower() and above.rstrip()[-1:] not in ".!?:"

    # ------------------------------------------------------------ marks of HTML

    def _mark(self, index: int, sign: str) -> int:
        if sign == CUT_HERE:
            return self._rest(index, "HTML reply header") if self._cut_is_sure(index) else index + 1
        if sign in (WRAP_CLOSE, QUOTE_CLOSE, MAYBE_CLOSE, SIGNATURE_CLOSE):
            self.in_wrap -= sign == WRAP_CLOSE and self.in_wrap > 0
            return index + 1
        end = self.closings.get(index, len(self.lines))
        inside = self.lines[index + 1 : end]
        first = next((line for line in inside if line.strip() and line not in MARK_SIGNS), "")
        if sign != SIGNATURE_OPEN and dividers.is_forward(first):
            return self._keep_rest(index)
        if sign == WRAP_OPEN and any(line in (QUOTE_OPEN, MAYBE_OPEN) for line in inside):
            self.in_wrap += 1
            self.kept_from = index + 1
            return index + 1
        if sign == MAYBE_OPEN and not (
            self.quoted_before or self.in_wrap or self._opens_with_attribution(inside)
        ):
            return index + 1
        self.split.cut("HTML signature" if sign == SIGNATURE_OPEN else "HTML quote", inside)
        self.quoted_before |= sign != SIGNATURE_OPEN
        self.kept_from = end + 1
        return end + 1

    def _cut_is_sure(self, index: int) -> bool:
        """The mark must stand above words: some programs leave an empty one at the end of what was typed."""
        return self._next_words(index + 1) < len(self.lines)

    def _opens_with_attribution(self, inside: list[str]) -> bool:
        lines = [line for line in inside if line.strip() and line not in MARK_SIGNS][: attributions.MAX_LINES]
        if not lines:
            return False
        if header_blocks.block_end(lines, 0) > 0:
            return True
        return any(
            attributions.window(lines, end, 0, quoted_next=True) == (0, 0)
            for end in range(min(3, len(lines)))
        )


class _ForwardSplitter(_Splitter):
    def _mark(self, index: int, sign: str) -> int:
        below = self._next_words(index + 1)
        while below < len(self.lines) and self.lines[below] in MARK_SIGNS:
            below = self._next_words(below + 1)
        holds_header = below < len(self.lines) and header_blocks.block_end(self.lines, below) > 0
        if sign in CLOSERS and sign != SIGNATURE_OPEN and holds_header and not self.quoted_before:
            return self._keep_rest(index)
        return super()._mark(index, sign)

    def _quoted_run(self, index: int, rule: str) -> int:
        if not self.quoted_before and header_blocks.block_end(self.lines, index) > 0:
            return self._keep_rest(index)
        return super()._quoted_run(index, rule)

    def _rest(self, index: int, rule: str, resume: int = 0) -> int:
        if rule == REPLY_RULE or self.quoted_before:
            return super()._rest(index, rule, resume)
        return self._keep_rest(index)


def _closings(lines: list[str]) -> dict[int, int]:
    """Where each opened mark is closed."""
    found: dict[int, int] = {}
    if not any(line in CLOSERS for line in lines):
        return found
    opened: dict[str, list[int]] = {closer: [] for closer in CLOSERS.values()}
    for index, line in enumerate(lines):
        if line in CLOSERS:
            opened[CLOSERS[line]].append(index)
        elif opened.get(line):
            found[opened[line].pop()] = index
    return found
