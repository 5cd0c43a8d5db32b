#!/bin/sh
# Runs a command where it may install packages: in a mount namespace of its own, whose changes to the system lie in
# memory and are gone with it. Started as root by `unshare --mount`.
set -e
memory=$(mktemp -d)
mount -t tmpfs tmpfs "$memory"
for name in etc opt usr var
do
  mkdir -p "$memory/$name/changes" "$memory/$name/work"
  mount -t overlay overlay -o "lowerdir=/$name,upperdir=$memory/$name/changes,workdir=$memory/$name/work" "/$name"
done
# For the files of the tests; others on this system do not see them.
mkdir -m 0755 "$memory/files"
KEYFOB_INSTALL_FILES="$memory/files"
export KEYFOB_INSTALL_FILES
status=0
"$@" || status=$?
cd /
umount -l "$memory"
rmdir "$memory"
exit "$status"
