#!/usr/bin/env bash
# What publishing, looking up and listing take with many locators in blobs, beside what they take with ten.
#
#   many-locators.sh [locators]
#
# Azurite keeps its blobs in one list and looks through it at every call, which 200,000 documents are too much for; with its own
# variable AZURITE_DB it keeps them in MySQL. So this starts a MariaDB of its own on port 3307, fills it, measures, and throws it
# away: about ten minutes for 100,000 locators. Needs mariadb-server, and npm ci --ignore-scripts in src-test.
set -euo pipefail
locators=${1:-100000}
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$work/data" --auth-root-authentication-method=normal >"$work/install.log" 2>&1
mariadbd --no-defaults --user="$(id -un)" --datadir="$work/data" --bind-address=127.0.0.1 --port=3307 --socket="$work/socket" \
    --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=1G --skip-log-bin >"$work/log" 2>&1 &
server=$! analyst=
trap 'kill $server $analyst 2>/dev/null; wait || true; rm -rf "$work"' EXIT
until mariadb --no-defaults -S "$work/socket" -u root -e 'select 1' >/dev/null 2>&1; do
    kill -0 $server
    sleep 1
done
mariadb --no-defaults -S "$work/socket" -u root -e \
    "create user azurite@'127.0.0.1' identified by 'azurite'; grant all on *.* to azurite@'127.0.0.1';
     create database azurite character set utf8mb4 collate utf8mb4_bin"
# a database that does not know how many names a table holds walks over all in front of the listed ones
while sleep 20; do
    mariadb --no-defaults -S "$work/socket" -u root azurite -e 'analyze table Blobs persistent for all' >/dev/null 2>&1 || true
done &
analyst=$!
cd "$root"
AZURITE_DB=mysql://azurite:azurite@127.0.0.1:3307/azurite mvn -q -B -pl src-test -am verify \
    -Dtest='BlobCatalogTest#manyDocuments*' -Ddynpack.catalog.documents="$locators" -Dsurefire.failIfNoSpecifiedTests=false |
    grep 'catalog: '
