// `npm run sbom`: the bill of materials of a release (CycloneDX), from the lock file; to a file when one is named.
// Development packages are included: the event site is built from some of them.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { npmCommand } from './prepare/install.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [command, ...before] = npmCommand()
const args = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only']
const text = execFileSync(command, [...before, ...args], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'inherit'],
})
const bill = JSON.parse(text)
// npm takes the name of the folder.
bill.metadata.component.name = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).name
const [file] = process.argv.slice(2)
const out = `${JSON.stringify(bill, null, 2)}\n`
if (file === undefined) process.stdout.write(out)
else writeFileSync(file, out)
