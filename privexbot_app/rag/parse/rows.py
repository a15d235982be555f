"""A table row said as a sentence: "Colour: Red; Sizes in stock: 7, 8, 9"."""

from collections.abc import Sequence


def spoken(names: Sequence[str], cells: Sequence[str]) -> str:
    """Every cell that is not empty after the name of its column."""
    named = zip([*names, *[""] * len(cells)], cells, strict=False)
    pairs = ((" ".join(name.replace("_", " ").split()), " ".join(cell.split())) for name, cell in named)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs if cell)
