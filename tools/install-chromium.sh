#!/bin/sh
# Adds Debian's Chromium, in which the report is tested, where that is possible; the tests say if it is missing.
found() { command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1; }
found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    { apt-get install -y -qq chromium || { apt-get update -qq && apt-get install -y -qq chromium; }; } >/dev/null 2>&1
fi
found || echo "没有 Chromium：报告的浏览器测试会跳过。 / Chromium is missing: the report's browser tests are skipped." >&2
exit 0
