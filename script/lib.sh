# What script/server and script/test share: Python environment, system packages, fonts. Sourced with the working
# directory at the project's root. Every function can be repeated; none asks a question.

VENV="$PWD/.venv"
PYTHON_IN_VENV="$VENV/bin/python"

say() { printf '%s\n' "$@"; }

complain() { printf '%s\n' "$@" >&2; }

# Install Debian packages when we may (root, or sudo without a password); otherwise fail quietly: the caller explains.
apt_install() {
    command -v apt-get >/dev/null || return 1
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null && sudo -n true 2>/dev/null || return 1
        as_root=(sudo -n)
    fi
    say "Installing with apt: $*"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq || return 1
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# The first interpreter of a supported version (3.11 to 3.13), the machine's own python3 before others.
find_python() {
    local candidate
    for candidate in "${PYTHON:-python3}" python3 python3.11 python3.12 python3.13; do
        if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

# True when .venv was made here (a moved or half-made one is made anew) and has a working pip.
venv_works() {
    local prefix
    prefix=$("$PYTHON_IN_VENV" -c 'import sys, pip; print(sys.prefix)' 2>/dev/null) || return 1
    [ "$prefix" -ef "$VENV" ] && [ "$(sed -n '1s/^#!//p' "$VENV/bin/pip" 2>/dev/null)" -ef "$PYTHON_IN_VENV" ]
}

ensure_venv() {
    venv_works && return
    local python version
    if ! python=$(find_python); then
        complain "需要 Python 3.11、3.12 或 3.13。/ Python 3.11, 3.12 or 3.13 is needed: apt-get install python3 python3-venv"
        return 1
    fi
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        if ! apt_install "python$version-venv"; then
            complain "缺少 python$version-venv。/ The venv module is missing: sudo apt-get install python$version-venv"
            return 1
        fi
    fi
    say "Creating .venv with Python $version"
    "$python" -m venv --clear "$VENV"
}

# ensure_requirements FILE...: install what the files pin, unless each of them was installed as it stands.
ensure_requirements() {
    local file arguments=() changed=()
    for file in "$@"; do
        arguments+=(-r "$file")
        sha256sum --check --status "$(stamp_of "$file")" 2>/dev/null || changed+=("$file")
    done
    [ ${#changed[@]} -eq 0 ] && return
    say "Installing Python packages from ${changed[*]}"
    if ! "$PYTHON_IN_VENV" -m pip install --quiet --disable-pip-version-check "${arguments[@]}"; then
        complain "Python 软件包安装失败，请检查网络后重试。/ Installing Python packages failed: check the network and run again."
        return 1
    fi
    for file in "$@"; do sha256sum "$file" >"$(stamp_of "$file")"; done
}

stamp_of() { printf '%s/installed-%s' "$VENV" "${1//\//-}"; }

has_chinese_font() {
    command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh file)" ]
}

# Pages, PDF and pictures need a Chinese font. Without one everything but those works, so this never fails.
ensure_chinese_font() {
    has_chinese_font && return
    apt_install fontconfig fonts-noto-cjk fonts-arphic-gkai00mp && has_chinese_font && return
    complain "没有中文字体，无法导出 PDF。/ No Chinese font, PDF export will not work: sudo apt-get install fontconfig fonts-noto-cjk fonts-arphic-gkai00mp"
}
