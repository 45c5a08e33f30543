"""The file of a deck: the same slides give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

_EARLIEST = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - zip files know no time zone


def stamped(data: bytes, when: dt.datetime) -> bytes:
    """Write a package again with one time stamp on all of its parts.

    Parameters
    ----------
    data : bytes
        A zip file.
    when : datetime.datetime
        The time stamp; zip files begin with 1980.
    """
    moment = max(when.replace(tzinfo=None), _EARLIEST).timetuple()[:6]
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name, moment)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            new.writestr(info, old.read(name))
    return out.getvalue()
