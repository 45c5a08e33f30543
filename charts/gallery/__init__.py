"""Every kind of drawing in every theme and at three widths, to be looked at.

Run ``python -m charts.gallery`` to write the pages.
"""
