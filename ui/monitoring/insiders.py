"""Who may read the server's own figures: by default a program on this machine that asks it directly."""

from __future__ import annotations

import os
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from starlette.types import Scope

__all__ = ["METRICS_VARIABLE", "is_insider"]

# local (also when unset): this machine; network: a private network too (Kubernetes); off: nobody.
METRICS_VARIABLE = "DGMAP_METRICS"
_PASSED_ON = frozenset({b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip"})


def is_insider(scope: Scope) -> bool:
    """Say whether a request comes from within. What a proxy passes on never does.

    A proxy on this machine asks from a loopback address as well: so it must not say for whom it asks, and
    the name that was called must be this machine's.
    """
    told = os.environ.get(METRICS_VARIABLE, "").strip().lower() or "local"
    headers = dict(scope["headers"])
    if told not in {"local", "network"} or _PASSED_ON & headers.keys():
        return False
    try:
        address = ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return False
    if told == "network":
        return address.is_private and not address.is_unspecified
    return address.is_loopback and _is_this_machine(headers.get(b"host", b"").decode("latin-1"))


def _is_this_machine(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
