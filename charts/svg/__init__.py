"""Charts of the page: inline SVG whose elements are focusable, linkable and themed by CSS."""

from charts.svg.render import responsive_svg, svg

__all__ = ["responsive_svg", "svg"]
