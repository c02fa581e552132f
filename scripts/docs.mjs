// `npm run docs` builds the documentation as a site, `npm run docs -- dev` shows it while it is edited.
// Its builder is installed only here: nothing else needs it.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const DOCS = join(import.meta.dirname, '..', 'docs')
const run = (command, args) => {
  const { status } = spawnSync(command, args, { cwd: DOCS, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const action = process.argv[2] ?? 'build'
if (!['build', 'dev', 'preview'].includes(action)) {
  process.stderr.write('Usage: npm run docs -- [build|dev|preview]\n')
  process.exit(2)
}
if (!existsSync(join(DOCS, 'node_modules', 'vitepress'))) run('npm', ['ci', '--no-audit', '--no-fund'])
run(process.execPath, [join(DOCS, 'node_modules', 'vitepress', 'bin', 'vitepress.js'), action, '.'])
