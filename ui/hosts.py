"""The site's own address: as the operator says, else as the browser called it if that name can only be ours.

Whoever writes another name into the Host header would else have it in links, pictures and their codes, and
a cache on the way would give them to others.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from geo.address import URL_VARIABLE

__all__ = ["HOSTS_VARIABLE", "base_url", "known_host"]

HOSTS_VARIABLE = "DGMAP_HOSTS"
_HOST = re.compile(r"(?:(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?")


def base_url(headers: Mapping[str, str], scheme: str = "http", *, is_private: bool = False) -> str:
    """Return the site's own address without a slash at its end, empty where it is not known.

    ``is_private``: only the asker sees it, and nothing on the way keeps it. Then it is what they called.
    """
    configured = os.environ.get(URL_VARIABLE, "").strip().rstrip("/")
    if configured:
        return configured
    host = _called(headers) if is_private else known_host(headers)
    # A proxy in front speaks TLS for us; a wrong word here only spoils the link of who wrote it.
    is_secure = headers.get("x-forwarded-proto", scheme) == "https"
    return f"{'https' if is_secure else 'http'}://{host}" if host else ""


def known_host(headers: Mapping[str, str]) -> str:
    """Return the host and port that were called, empty unless the name can only be ours.

    Ours are the names in ``DGMAP_HOSTS`` (commas between), that of ``DGMAP_URL``, this machine, and addresses
    of a private network: where a presenter opens the map on the next machine, nobody has set anything.
    """
    host = _called(headers)
    return host if host and _is_ours(urlsplit(f"//{host}").hostname or "") else ""


def _called(headers: Mapping[str, str]) -> str:
    host = headers.get("host", "")
    return host if _HOST.fullmatch(host) else ""


def _is_ours(name: str) -> bool:
    named = {one.strip().lower() for one in os.environ.get(HOSTS_VARIABLE, "").split(",")}
    named.add((urlsplit(os.environ.get(URL_VARIABLE, "")).hostname or "").lower())
    if name in named - {""} or name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_private and not address.is_unspecified
