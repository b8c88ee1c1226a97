# Sourced by run and test: makes .venv from the pinned files, and installs again only when they change.
# VENV names another folder for it.

venv="${VENV:-.venv}"

find_python() {
  local name
  for name in python3.11 python3 python3.12 python3.13 python; do
    if command -v "$name" >/dev/null 2>&1 &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
      echo "$name"
      return
    fi
  done
  echo "Python 3.11 or newer was not found. Install it (Debian, Ubuntu: apt-get install python3.11 python3.11-venv)." >&2
  return 1
}

prepare_venv() { # prepare_venv <requirements file>; installed is its .lock: the same, with the hash of each file
  local python wanted stamp lock="${1%.txt}.lock"
  if [ ! -x "$venv/bin/python" ]; then
    python="$(find_python)" || return 1
    echo "Making $venv with $("$python" --version)" >&2
    "$python" -m venv "$venv" || {
      echo "Python's venv module is incomplete (Debian, Ubuntu: apt-get install python3-venv)." >&2
      return 1
    }
  fi
  stamp="$venv/.installed-$(basename "$1")"
  wanted="$(cat requirements*.txt requirements*.lock)"
  if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ]; then
    echo "Installing what $1 pins" >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" || return 1
    printf '%s\n' "$wanted" >"$stamp"
  fi
}
