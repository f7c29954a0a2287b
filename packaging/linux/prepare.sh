#!/bin/sh
# Makes .venv with the locked dependencies, and sees that the system libraries which Qt needs are there.
# With root or passwordless sudo on Debian or Ubuntu it installs what is missing; otherwise it prints the one line to run.
# Usage: packaging/linux/prepare.sh [run|test|bench]     ("test" also wants a virtual screen and a sound server; "bench" adds
# what is only measured against)
set -eu
cd "$(dirname "$0")/../.."
purpose=${1:-run}
python=${PYTHON:-python3}
uv_version=0.13.9

# Library that must be found | Debian package that brings it.
libraries='libEGL.so.1|libegl1
libGL.so.1|libgl1
libxkbcommon.so.0|libxkbcommon0
libxkbcommon-x11.so.0|libxkbcommon-x11-0
libfontconfig.so.1|libfontconfig1
libdbus-1.so.3|libdbus-1-3
libglib-2.0.so.0|libglib2.0-0
libpulse.so.0|libpulse0
libxcb-cursor.so.0|libxcb-cursor0
libxcb-icccm.so.4|libxcb-icccm4
libxcb-image.so.0|libxcb-image0
libxcb-keysyms.so.1|libxcb-keysyms1
libxcb-randr.so.0|libxcb-randr0
libxcb-render-util.so.0|libxcb-render-util0
libxcb-shape.so.0|libxcb-shape0
libxcb-xkb.so.1|libxcb-xkb1'

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "BWC Review needs Python 3.11 or newer. Install it, or name it: make PYTHON=/path/to/python3.11 …" >&2
    exit 3
fi

missing=''
if [ "$(uname -s)" = Linux ]; then
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null || true)
    for pair in $libraries; do
        case "$known" in *"${pair%%|*}"*) ;; *) missing="$missing ${pair##*|}" ;; esac
    done
    "$python" -c 'import ensurepip, venv' 2>/dev/null || missing="$missing python3-venv"
    if [ "$purpose" != run ]; then
        command -v Xvfb >/dev/null || missing="$missing xvfb"
        command -v xauth >/dev/null || missing="$missing xauth"
        command -v xdotool >/dev/null || missing="$missing xdotool"
        command -v pulseaudio >/dev/null || missing="$missing pulseaudio"
        command -v pactl >/dev/null || missing="$missing pulseaudio-utils"
    fi
fi

if [ -n "$missing" ]; then
    line="apt-get install -y --no-install-recommends$missing"
    if [ "$(id -u)" = 0 ]; then sudo=''; elif sudo -n true 2>/dev/null; then sudo='sudo'; else sudo=none; fi
    if command -v apt-get >/dev/null && [ "$sudo" != none ]; then
        echo "Installing system libraries:$missing"
        $sudo apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive $sudo $line -qq >/dev/null
    else
        echo "Some system libraries are missing. Run this once, then try again:" >&2
        echo "    sudo $line" >&2
        case "$missing" in *python3-venv*) exit 3 ;; esac
    fi
fi

stamp=.venv/.prepared
wanted=$(cat pyproject.toml uv.lock "$0" | cksum)
if [ "$purpose" = bench ]; then groups='--group bench'; wanted="$wanted bench"; else groups=''; fi
made=$(cat "$stamp" 2>/dev/null || true)
if [ -x .venv/bin/python ] && [ -n "$made" ] && { [ "$made" = "$wanted" ] || [ "$made" = "$wanted bench" ]; }; then exit 0; fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing the locked dependencies into .venv (about 300 MB the first time)"
.venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
# shellcheck disable=SC2086
UV_PROJECT_ENVIRONMENT=.venv .venv/bin/uv sync --frozen --inexact --quiet $groups
echo "$wanted" >"$stamp"
