"""A stakeholder map as a list by quadrant."""

from __future__ import annotations

from markupsafe import Markup

from charts.clean import clean
from charts.diagram_svg import render
from charts.diagram_text import safe_href
from charts.stakeholder_positions import Quadrant, StakeholderMap, outline
from charts.stakeholder_words import note

_REASONS = {
    Quadrant.PARTNER: "support, and matter much",
    Quadrant.LISTEN: "do not support yet, and matter much",
    Quadrant.MOBILIZE: "support, and matter less",
    Quadrant.INFORM: "do not support yet, and matter less",
}


def outline_html(stakeholder_map: StakeholderMap) -> Markup:
    """Write the map as a list by quadrant, for phones and for those who prefer lists.

    Parameters
    ----------
    stakeholder_map : StakeholderMap
        The map.

    Returns
    -------
    Markup
        One ``div`` element.
    """
    groups = [
        {
            "name": name.value,
            "reason": _REASONS[name],
            "members": [
                {
                    "name": clean(member.name),
                    "href": safe_href(member.href),
                    "lived": member.lived_experience,
                    "note": note(member),
                }
                for member in members
            ],
        }
        for name, members in outline(stakeholder_map)
    ]
    return render("stakeholder_list.html", groups=groups)
