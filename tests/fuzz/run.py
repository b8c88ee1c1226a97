"""``python -m tests.fuzz.run TARGET [options of libFuzzer] [corpus …]``: see scripts/fuzz."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["geo", "layers"]):
    from tests.fuzz.targets import TARGETS


def main() -> None:
    """Fuzz the target that is named first."""
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, lambda data: target(bytes(data)))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
