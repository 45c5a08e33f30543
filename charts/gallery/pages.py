"""The gallery's pages: one a theme, every kind at the widths of a phone, a tablet and a desk."""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup, escape

from charts.gallery.examples import Example, examples
from charts.layouts import FULL, MEDIUM, PHONE, Layout
from charts.theme import DARK, LIGHT, Theme, Tone
from charts.words import sentence_case

WIDTHS: tuple[tuple[int, Layout], ...] = ((1280, FULL), (768, MEDIUM), (360, PHONE))
"""Width of the window, and the layout that a page shows in it."""

THEMES = ("light", "dark", "print")
_SHEETS = ("charts.css", "diagrams.css")
_LOOK = """
body { margin: 0; padding: 28px 16px; background: var(--page); color: var(--ink); font-family: Inter, system-ui, sans-serif; font-size: 16px; line-height: 24px; }
h1 { font-size: 32px; line-height: 40px; font-weight: 650; margin: 0 0 8px; }
h2 { font-size: 22px; line-height: 28px; font-weight: 650; margin: 56px 0 4px; border-top: 1px solid var(--hairline); padding-top: 20px; }
h3 { font-size: 14px; line-height: 20px; font-weight: 400; color: var(--secondary); margin: 20px 0 8px; }
p { margin: 0; color: var(--secondary); }
nav a { color: var(--accent); margin-right: 20px; }
figure { margin: 0; }
.w1280 { width: 1120px; }
.w768 { width: 688px; }
.w360 { width: 328px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
"""


def tokens(theme: Theme) -> str:
    """Return a theme's colors as custom properties.

    Parameters
    ----------
    theme : Theme
        Light or dark.
    """
    return "".join(f" --{tone.value}: {theme.color(tone)};" for tone in Tone)


def style_sheet(css: Path) -> str:
    """Return everything that the pages look like, in one sheet.

    Parameters
    ----------
    css : Path
        Folder of the application's style sheets.
    """
    font = "../../charts/fonts/Inter"
    faces = "".join(
        f'@font-face {{ font-family: Inter; font-weight: {weight}; src: url("{font}-{name}.ttf"); }}\n'
        for weight, name in (("400", "Regular"), ("550 700", "SemiBold"))
    )
    sheets = "\n".join((css / name).read_text("utf-8") for name in _SHEETS)
    return (
        f"{faces}:root {{{tokens(LIGHT)} color-scheme: light; }}\n"
        f":root.dark {{{tokens(DARK)} color-scheme: dark; }}\n"
        # Paper is white and its ink black, whatever the theme of the screen.
        f":root.print {{{tokens(LIGHT)} --wash: #F0F0F0; --ink: #000000; }}\n{_LOOK}\n{sheets}"
    )


def page(theme: str, shown: tuple[Example, ...]) -> str:
    """Return one page: every example at every width in one theme.

    Parameters
    ----------
    theme : str
        "light", "dark" or "print".
    shown : tuple of Example
        What it shows.
    """
    links = Markup(" ").join(
        Markup('<a href="{0}.html">{1}</a>').format(name, name.capitalize()) for name in THEMES
    )
    head = (
        f'<!doctype html>\n<html lang="en" class="{theme}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>Drawings, {theme} theme</title>\n"
        '<link rel="stylesheet" href="gallery.css">\n</head>\n<body>\n'
        f"<h1>Drawings, {theme} theme</h1>\n<p>All data are invented; the statistics are computed."
        f"</p>\n<nav>{links}</nav>"
    )
    parts = [head]
    for number, example in enumerate(shown):
        parts.append(f"<h2>{escape(sentence_case(example.kind))}: {escape(example.title)}</h2>")
        for width, layout in WIDTHS:
            drawn = example.svg(layout, f"g{number}w{width}")
            parts.append(
                f'<h3>{width} px</h3>\n<figure class="w{width} chart-shown">{drawn}</figure>'
            )
    parts.append("</body>\n</html>\n")
    return "\n".join(parts)


def write(folder: Path, css: Path = Path("app/static/css")) -> None:
    """Write style sheet and pages.

    Parameters
    ----------
    folder : Path
        Where they go; made if it is not there.
    css : Path
        Folder of the application's style sheets.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shown = examples()
    (folder / "gallery.css").write_text(style_sheet(css), "utf-8")
    for theme in THEMES:
        (folder / f"{theme}.html").write_text(page(theme, shown), "utf-8")
