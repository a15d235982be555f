"""How near passages are to a question, whichever models their vectors are of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from privexbot_app.rag.context import Packed, Rows
from privexbot_app.rag.scale import BUILT_IN, Scale


class View(NamedTuple):
    """A question as one embedding space sees it; a vector of zeros where its meaning is not known there."""

    vector: NDArray[np.float32]
    scale: Scale = BUILT_IN


class Placed(Packed, Protocol):
    """A passage that says which space its vectors are of; None is the built-in one."""

    @property
    def space_id(self) -> UUID | None: ...


class Nearness:
    """One value a passage: `meaning` is the cosine of its nearest sentence under its heading, `heading` that of the
    nearest of its other rows. `cosines` has one a vector. All as the built-in model would say them."""

    def __init__(self, passages: Sequence[Placed], views: Mapping[UUID | None, View]) -> None:
        """Raises KeyError for a space that there is no view of."""
        self.meaning, self.heading = np.zeros(len(passages)), np.zeros(len(passages))
        self.cosines: list[tuple[float, ...]] = [()] * len(passages)
        self._spaces = [passage.space_id for passage in passages]
        self._parts: dict[UUID | None, tuple[Rows, dict[int, int]]] = {}
        for space_id in dict.fromkeys(self._spaces):
            places = [place for place, other in enumerate(self._spaces) if other == space_id]
            self._look(space_id, places, passages, views[space_id])

    def _look(self, space_id: UUID | None, places: Sequence[int], passages: Sequence[Placed], view: View) -> None:
        rows = Rows([passages[place] for place in places], len(view.vector), view.scale)
        self._parts[space_id] = rows, {place: number for number, place in enumerate(places)}
        if view.vector.any():
            cosines = view.scale.read(rows.vectors @ view.vector)
            in_context = rows.read_in_context(cosines)
        else:
            cosines = in_context = np.zeros(len(rows.vectors), dtype=np.float32)
        self.meaning[places] = rows.most(in_context, of_sentences=True)
        self.heading[places] = rows.most(cosines, of_sentences=False)
        for number, place in enumerate(places):
            self.cosines[place] = tuple(cosines[rows.starts[number] :][: rows.counts[number]].tolist())

    def alike(self, places: Sequence[int], views: Mapping[UUID | None, View]) -> NDArray[np.float32]:
        """[n, n] of these passages; those of different spaces cannot be compared, and count as unlike."""
        likenesses = np.zeros((len(places), len(places)), dtype=np.float32)
        for space_id, (rows, numbers) in self._parts.items():
            own = [number for number, place in enumerate(places) if place in numbers]
            if own:
                meanings = rows.meanings([numbers[places[number]] for number in own])
                likenesses[np.ix_(own, own)] = views[space_id].scale.alike(meanings @ meanings.T)
        return likenesses
