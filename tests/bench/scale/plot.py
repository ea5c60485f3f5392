"""Draws how cost grows, and prints the formula.

    python -m tests.bench.scale.plot GROWTH PICTURE

GROWTH is the file of measurements that `tests.bench.growth` leaves; what is printed is Markdown.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl
import matplotlib.pyplot as plt

from tests.bench.scale.cost import MILLION, Point, along_activities, describe

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """Print the formula and what was measured, and draw the plot."""
    points = [Point(**point) for point in json.loads(Path(sys.argv[1]).read_text("utf-8"))]
    print(describe(points))
    _draw(along_activities(points), Path(sys.argv[2]))


def _draw(points: Sequence[Point], path: Path) -> None:
    """Draw seconds and memory over activities, as an SVG with the same bytes for the same numbers."""
    mpl.use("svg")
    plt.rcParams.update(
        {"svg.hashsalt": "leadscore", "svg.fonttype": "none", "font.size": 9, "axes.spines.top": False}
    )
    plt.rcParams["axes.spines.right"] = False
    figure, axes = plt.subplots(1, 2, figsize=(7.2, 2.6), layout="constrained")
    activities = [point.activities / MILLION for point in points]
    drawn = (
        ("seconds", [point.seconds for point in points]),
        ("GB of memory", [point.memory / 1e9 for point in points]),
    )
    for axis, (title, values) in zip(axes, drawn, strict=True):
        axis.plot(activities, values, marker="o", markersize=4, color="#2563a8")
        axis.set(title=title, xlabel=f"million activities, {points[0].contacts:,} contacts", ylim=(0, None))
        axis.set_xlim(0, None)
        axis.grid(visible=True, alpha=0.3)
    figure.savefig(path, format="svg", metadata={"Date": None})
    lines = (line.rstrip() for line in path.read_text("utf-8").splitlines())
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
