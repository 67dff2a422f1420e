"""RFC 3676: lines that a mail program broke with a trailing blank are one paragraph again."""

from __future__ import annotations


def unflow(text: str, *, delete_space: bool) -> str:
    out: list[str] = []
    open_depth = -1  # quote depth of the paragraph that still flows, -1 when none does
    for line in text.split("\n"):
        content = line.lstrip(">")
        depth = len(line) - len(content)
        if content.startswith(" "):
            content = content[1:]
        if open_depth != depth or content == "-- ":
            out.append("\n" + (">" * depth + " " if depth else ""))
        flows = content.endswith(" ") and content != "-- "
        out.append(content[:-1] if flows and delete_space else content)
        open_depth = depth if flows else -1
    return "".join(out)[1:]
