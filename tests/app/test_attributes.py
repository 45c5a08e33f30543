"""Fields are written as WTForms would write them, only faster."""

import pytest
from wtforms.widgets import html_params

from app.attributes import attributes


@pytest.mark.parametrize(
    "given",
    [
        {"name": "value", "id": "entry-value", "class_": "input", "value": "12"},
        {"checked": True, "readonly": False, "value": ""},
        {"data_entry": "", "aria_describedby": "hint", "hx-get": "/a?b=1&c=2"},
        {"value": '<script>"it\'s"</script>', "maxlength": 40, "for_": "x"},
    ],
)
def test_attributes_are_those_of_wtforms(given):
    assert attributes(**given) == html_params(**given)
