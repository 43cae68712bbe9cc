"""What a worker must not load, said before it loads anything else.

Where scipy is installed numba would load it, and nothing here needs it: a quarter of a second at every start,
and that much more code beside strangers' files.
"""

from __future__ import annotations

import sys

sys.modules.setdefault("scipy", None)  # type: ignore[arg-type]
