"""QR codes of the site's own addresses, for paper and for showing a telephone to another."""

from io import BytesIO

import segno


def svg(address: str) -> bytes:
    """Black on white with its quiet zone of four modules, so that it is read on a dark screen too. Error correction M:
    15 % of it may be stained (ISO/IEC 18004). No size: whoever shows it gives one."""
    found = BytesIO()
    segno.make_qr(address, error="m").save(
        found, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return found.getvalue()
