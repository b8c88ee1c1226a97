"""The card of a link that is shared in WeChat: a setting, off by default (docs/running.md).

WeChat shows one only where the page has proved, by a signature of its server's, that it belongs to a verified
account. Without the setting nothing here is routed, sent or asked.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Final

from geo.address import URL_VARIABLE
from layers import bundle

__all__ = [
    "APPID_VARIABLE",
    "PATH",
    "SDK",
    "SECRET_VARIABLE",
    "Account",
    "SettingError",
    "account",
    "is_asking",
    "is_on",
    "routes",
    "script",
    "script_name",
    "tag",
]

APPID_VARIABLE, SECRET_VARIABLE = "DGMAP_WECHAT_APPID", "DGMAP_WECHAT_SECRET_FILE"
PATH = "/wechat/signature"
SDK: Final = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"
_SCRIPT = Path(__file__).with_name("card.js")


class SettingError(ValueError):
    """Half a setting, or one that cannot be used."""


@dataclass(frozen=True, slots=True)
class Account:
    """The operator's account with WeChat.

    Attributes
    ----------
    appid
        Its name, which every visitor's WeChat is told.
    secret_file
        Where its secret lies: read when WeChat is asked, and kept nowhere.
    """

    appid: str
    secret_file: Path

    def secret(self) -> str:
        """Return the secret; `SettingError` where its file cannot be read or is empty."""
        try:
            found = self.secret_file.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            found = ""
        if not found:
            msg = f"`{SECRET_VARIABLE}` was expected to name a file with the account's secret; none was read"
            raise SettingError(msg)
        return found


def is_on() -> bool:
    """Say whether the operator has set an account."""
    return bool(os.environ.get(APPID_VARIABLE, "").strip())


def account() -> Account | None:
    """Return the operator's account, None where none is set; `SettingError` for half a setting."""
    needed = (APPID_VARIABLE, SECRET_VARIABLE, URL_VARIABLE)
    told = {name: os.environ.get(name, "").strip() for name in needed}
    if not told[APPID_VARIABLE] and not told[SECRET_VARIABLE]:
        return None
    if left := [name for name, value in told.items() if not value]:
        msg = f"cards in WeChat need {', '.join(f'`{name}`' for name in needed)}; not set: {', '.join(left)}"
        raise SettingError(msg)
    return Account(told[APPID_VARIABLE], Path(told[SECRET_VARIABLE]))


def routes() -> dict[str, str]:
    """Return the path and the module that answers, none where no account is set; `SettingError` as above."""
    ours = account()
    if ours is None:
        return {}
    ours.secret()  # what is missing is said when the server starts, not when somebody shares a link
    return {PATH: "ui.wechat.route"}


def is_asking(headers: Mapping[str, str]) -> bool:
    """Say whether a page is asked for by WeChat's own browser, where cards are set up."""
    return is_on() and "MicroMessenger" in headers.get("user-agent", "")


@cache
def script() -> str:
    """Return the page's script."""
    return bundle.script([_SCRIPT]).replace("[[sdk]]", SDK, 1).replace("[[path]]", PATH, 1)


@cache
def script_name() -> str:
    """Return the name under which the script is served; it holds its hash."""
    return f"wechat.{sha256(script().encode()).hexdigest()[:8]}.js"


def tag() -> str:
    """Return what brings the script into a page."""
    return f'<script type="module" src="/bridge/{script_name()}"></script>'
