"""A short, soft chord as a WAV file, the enclosure of articles with audio."""

from __future__ import annotations

import io
import wave
from functools import lru_cache
from math import pi, sin
from random import Random

RATE = 8_000  # samples a second


@lru_cache(maxsize=16)
def chord(seed: str, seconds: float = 0.5) -> bytes:
    """A mono WAV (8 bit) of three notes that fade; the same seed gives the same sound."""
    root = Random(seed).choice([196.0, 220.0, 246.9, 261.6])
    count = int(RATE * seconds)
    samples = bytes(
        128 + int(30 * (1 - n / count) * sum(sin(2 * pi * root * step * n / RATE) for step in (1, 1.25, 1.5)))
        for n in range(count)
    )
    target = io.BytesIO()
    with wave.open(target, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(samples)
    return target.getvalue()
