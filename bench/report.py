"""Puts a table of figures into docs/performance.md, between two marks that name its part."""

from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"


def publish(part: str, text: str, page: Path = PAGE) -> None:
    """Replace what `page` says of `part`; the page must hold the part's two marks."""
    start, end = f"<!-- {part} -->", f"<!-- end of {part} -->"
    words = page.read_text(encoding="utf-8")
    head, found, rest = words.partition(start)
    _, closed, tail = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"{page} needs the marks {start} and {end}.")
    page.write_text(f"{head}{start}\n{text.strip()}\n{end}{tail}", encoding="utf-8")
