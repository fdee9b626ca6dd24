"""Bars on a logarithmic scale, as SVG written by hand: 40 lines instead of a library of 60 MB."""

from collections.abc import Mapping
from html import escape
from math import ceil, floor, log10

LINE, LABELS, WIDTH = 18, 300, 520  # px: of a bar with its gap, of the titles, of the scale
COLOURS = {"ours": "#0b6e4f", "nginx": "#4a4a4a"}
OTHERS = "#b5651d"


def plot(ratios: Mapping[str, float]) -> str:
    """One bar a title, in the order given; the scale goes by powers of ten."""
    low, high = floor(log10(min(ratios.values()))), ceil(log10(max(ratios.values())))
    span = max(high - low, 1)

    def x(ratio: float) -> float:
        return LABELS + WIDTH * (log10(ratio) - low) / span

    height = LINE * (len(ratios) + 2)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {LABELS + WIDTH + 60} {height}" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Answers a second, as a part of those of nginx for the page as a file</title>",
        f'<rect width="{LABELS + WIDTH + 60}" height="{height}" fill="#fff"/>',
    ]
    for power in range(low, high + 1):
        place = x(10.0**power)
        lines.append(f'<path d="M{place:.1f} {LINE}V{height - LINE}" stroke="#ccc"/>')
        lines.append(f'<text x="{place:.1f}" y="{height - 4}" text-anchor="middle">{10.0**power:g}</text>')
    for number, (title, ratio) in enumerate(ratios.items(), 1):
        colour = COLOURS.get(title.split(",")[0].split(":")[0], OTHERS)
        top = LINE * number
        lines += [
            f'<text x="{LABELS - 6}" y="{top + 12}" text-anchor="end">{escape(title)}</text>',
            f'<rect x="{LABELS}" y="{top + 2}" width="{max(x(ratio) - LABELS, 1):.1f}" height="{LINE - 5}" '
            f'fill="{colour}"/>',
            f'<text x="{x(ratio) + 4:.1f}" y="{top + 12}">{ratio:.2g}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])
