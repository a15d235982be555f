"""How near is near: models differ in the level of their cosines, and what is judged by them was set on one of them.

Of two texts that have nothing to do with each other one model says 0.05, another 0.7. A scale reads the cosines of any
model as the built-in one would have said them.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

LEAST_GAP = 0.02  # between what belongs together and what does not: with less a model tells nothing
UNRELATED = 0.054  # what the built-in model says of a question and the answer to another one (`calibration_pairs`)

Cosines = NDArray[np.float32]


class Scale(NamedTuple):
    """A cosine of the space is read as `gain` × it + `shift`; of the built-in space as it is."""

    gain: float = 1.0
    shift: float = 0.0

    def read(self, cosines: Cosines) -> Cosines:
        """How near a text is to a question."""
        return np.asarray(np.clip(self.gain * cosines + self.shift, -1, 1), dtype=np.float32)

    def alike(self, cosines: Cosines) -> Cosines:
        """How alike two passages are: 1 stays 1, and what has nothing in common is read as above."""
        return np.asarray(np.clip(1 - (1 - cosines) * self._stretch(), -1, 1), dtype=np.float32)

    def least(self, alike: float) -> float:
        """The cosine of the space that is read as so alike."""
        return 1 - (1 - alike) / self._stretch()

    def _stretch(self) -> float:
        unrelated = (UNRELATED - self.shift) / self.gain
        return (1 - UNRELATED) / max(1 - unrelated, 1e-6)


BUILT_IN = Scale()


def fit(ours: tuple[Cosines, Cosines], theirs: tuple[Cosines, Cosines]) -> Scale | None:
    """From the vectors [n, dimensions] of n questions and of their answers, in the built-in space and in another.

    What belongs together shall look as near as in the built-in one, and so shall what does not. None for a model that
    cannot tell the two apart.
    """
    (our_related, our_unrelated), (related, unrelated) = _levels(*ours), _levels(*theirs)
    if related - unrelated < LEAST_GAP:
        return None
    gain = (our_related - our_unrelated) / (related - unrelated)
    return Scale(gain, our_unrelated - gain * unrelated)


def _levels(questions: Cosines, answers: Cosines) -> tuple[float, float]:
    """The mean cosine of a question with its answer, and with those of others."""
    cosines = questions @ answers.T
    related = float(np.trace(cosines)) / len(cosines)
    unrelated = float(cosines.sum() - np.trace(cosines)) / (cosines.size - len(cosines))
    return related, unrelated
