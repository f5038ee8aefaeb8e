#!/bin/sh
# Finds what the commands of the Makefile need, or installs it, or says in one
# line what to install. Usage: scripts/setup.sh [go|node|cc|redis|chromium|space]...
#
# Distribution packages are installed with apt-get when the caller may (root,
# or sudo without a password); nothing outside this folder is touched otherwise.
set -eu
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
have() { command -v "$1" >/dev/null 2>&1; }

# fail WHAT COMMAND: one line that says what is missing and how to go on.
fail() {
	say "缺少 / missing: $1 → $2"
	exit 1
}

# may_install tells whether packages of the distribution can be installed.
may_install() {
	have apt-get || return 1
	[ "$(id -u)" = 0 ] || { have sudo && sudo -n true 2>/dev/null; }
}

apt_get() {
	if [ "$(id -u)" = 0 ]; then as=''; else as='sudo -n'; fi
	$as env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=180 "$@" </dev/null >&2
}

# install PACKAGE...: quietly; the package lists are fetched when they are old.
install() {
	may_install || return 1
	say "安装 / installing: $*"
	apt_get install -y --no-install-recommends "$@" 2>/dev/null && return 0
	apt_get update && apt_get install -y --no-install-recommends "$@"
}

# newer A B: version A (1.2.3) is at least B.
newer() {
	[ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

need_space() {
	free=$(df -Pk . | awk 'NR==2 {print $4}')
	[ "$free" -ge 2000000 ] || fail "磁盘空间 disk space ($((free / 1024)) MB free)" "free at least 2 GB here and run again"
}

need_go() {
	have go || fail "Go 1.26" "install it from https://go.dev/dl or your distribution and run again"
	version=$(go env GOVERSION | sed 's/^go//; s/[^0-9.].*//')
	newer "$version" 1.26.0 || fail "Go 1.26 (found $version)" "install Go 1.26 or newer and run again"
}

# Vite needs Node 20.19; npm's own package "node" carries a real one.
need_node() {
	own=.tools/node/node_modules/node/bin/node
	if [ -x "$own" ]; then return 0; fi
	if have node && newer "$(node -p process.versions.node)" 20.19.0; then
		have npm || fail npm "install npm and run again"
		return 0
	fi
	have npm || install nodejs npm || fail "Node.js 20 with npm" "sudo apt-get install nodejs npm"
	say "Node.js $(node -p process.versions.node 2>/dev/null || echo '-') → fetching Node 22 into .tools/node"
	mkdir -p .tools/node
	npm install --prefix .tools/node --no-save --no-audit --no-fund --loglevel=error node@22 >&2 ||
		fail "Node.js ≥ 20.19" "install Node 20.19 or newer and run again"
	[ -x "$own" ] || fail "Node.js ≥ 20.19" "install Node 20.19 or newer and run again"
}

need_cc() {
	have gcc || have cc || install gcc libc6-dev || fail "gcc (Go's race detector needs it)" "sudo apt-get install gcc libc6-dev"
}

# Debian's redis-tools holds the server and, unlike redis-server, starts no
# service on the machine.
want_redis() { have redis-server || have redis-check-rdb || install redis-tools; }

need_redis() { want_redis || fail "Redis (for the tests)" "sudo apt-get install redis-tools"; }

browser() {
	for name in "${JIANGXUN_E2E_CHROMIUM:-}" chromium chromium-browser google-chrome-stable google-chrome; do
		if [ -n "$name" ] && have "$name"; then
			command -v "$name"
			return 0
		fi
	done
	return 1
}

chinese_font() {
	have fc-list && [ -n "$(fc-list :lang=zh-cn file 2>/dev/null | head -n 1)" ]
}

need_chromium() {
	missing=''
	browser >/dev/null || missing='chromium'
	chinese_font || missing="$missing fontconfig fonts-noto-cjk"
	[ -z "$missing" ] && return 0
	# shellcheck disable=SC2086 # a list of packages
	install $missing || fail "Chromium or a Chinese font (browser tests):$missing" "sudo apt-get install $missing"
}

for what in "$@"; do
	case $what in
	space) need_space ;;
	go) need_go ;;
	node) need_node ;;
	cc) need_cc ;;
	want-redis) want_redis || say "没有 redis-server，使用进程内的替代 / no redis-server here: an in-process stand-in serves (sudo apt-get install redis-tools for a real one)" ;;
	redis) need_redis ;;
	chromium) need_chromium ;;
	browser) browser ;;
	*) fail "a known name, not $what" "read scripts/setup.sh" ;;
	esac
done
