#!/bin/sh
# Copies what the services need at run time from a build to a folder: assemble.sh BUILD IMAGE
set -eu
build=$1
image=$2

mkdir -p "$image"
cd "$image"
cp "$build/deploy/image/run.mjs" "$build/package.json" "$build/package-lock.json" .
cp -r "$build/patches" "$build/design" .
for workspace in contract messages platform bench client; do
  mkdir -p "$workspace"
  cp "$build/$workspace/package.json" "$workspace/"
done
for service in api hi-events box-office; do
  mkdir -p "$service"
  cp -r "$build/$service/package.json" "$build/$service/dist" "$build/$service/migrations" "$service/"
done
cp -r "$build/api/data" api/
cp -r "$build/box-office/assets" box-office/
cp -r "$build/client/build" client/

# Without the root's own packages, which only `npm start` uses, and without scripts: no package that runs needs one.
npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  --workspace api --workspace hi-events --workspace box-office --workspace client
node "$build/node_modules/patch-package/index.js" --error-on-fail
# npm's own record holds nothing that the services read.
rm -f node_modules/.package-lock.json
find . -name '*.test.*' -type f -not -path './node_modules/*' -delete
chmod -R a+rX,go-w .
