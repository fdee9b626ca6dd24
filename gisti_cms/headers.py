"""The headers of public answers, said once: for what Django answers, for what the front answers from files, and, kept
alike by a test, for what nginx answers (deploy/nginx.conf)."""

from csp.utils import build_policy
from django.conf import settings

PERMISSIONS_OFF = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)
ALWAYS = {
    "Permissions-Policy": PERMISSIONS_OFF,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
FOR_ALL = {"Cache-Control": "no-cache"}
OF_THE_API = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Link, ETag",
    "Allow": "GET, HEAD, OPTIONS",
}


def of_files() -> dict[str, list[tuple[str, str]]]:
    """Extension of a rendered file → what is sent with it beside its own type, size and date."""
    common = ALWAYS | FOR_ALL | {"Content-Security-Policy": build_policy()}
    if settings.SECURE_HSTS_SECONDS:
        common["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
    return {
        extension: list((common | (OF_THE_API if extension == ".json" else {})).items())
        for extension in (".html", ".json", ".atom", ".xml", ".txt", ".pdf")
    }
