"""The gallery of the demonstration: every kind of drawing in every theme and at three widths."""
