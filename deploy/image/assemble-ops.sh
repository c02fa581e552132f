#!/bin/sh
# Copies what operators need in containers, `npm run ops` with all its packages in one file, from a build to a folder:
# assemble-ops.sh BUILD IMAGE
set -eu
build=$1
image=$2

for service in api hi-events box-office; do
  mkdir -p "$image/$service"
  cp -r "$build/$service/migrations" "$image/$service/"
done
cp "$build/package.json" "$image/"
cd "$build"
# CommonJS, because some of the packages are: they load modules of Node by `require`.
node_modules/.bin/esbuild scripts/ops/image.mjs --bundle --platform=node --target=node20.19 --format=cjs \
  --define:import.meta.dirname=__dirname --sourcemap --sources-content=false --log-level=warning --outfile="$image/ops.cjs"
chmod -R a+rX,go-w "$image"
