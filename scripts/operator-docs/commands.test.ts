import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ConsoleStand, OPERATOR_TOKEN, startConsoleStand } from '../../api/test-support/console.ts'

const ROOT = join(import.meta.dirname, '..', '..')
/** Fenced blocks that begin with `sh run`: they work where a console runs, without its ticket origin. */
const RUN_BLOCK = /^```sh run\n([\s\S]*?)^```/gm
const PAGES = join(ROOT, 'docs', 'operate')
const pages = readdirSync(PAGES).filter((name) => name.endsWith('.md'))
const blocks = pages.flatMap((page) =>
  [...readFileSync(join(PAGES, page), 'utf8').matchAll(RUN_BLOCK)].map(([, block = '']) => ({ page, block })),
)

let stand: ConsoleStand
/** Holds what the commands write. */
let folder: string
beforeAll(async () => {
  stand = await startConsoleStand()
  folder = mkdtempSync(join(tmpdir(), 'operator-docs-'))
  for (const name of ['package.json', 'scripts']) symlinkSync(join(ROOT, name), join(folder, name))
})
afterAll(async () => {
  await stand.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('the commands in the pages for operators', () => {
  it('are run here where they are marked', () => {
    expect(blocks.length).toBeGreaterThan(1)
  })

  it.each(blocks)('work as they stand in $page', async ({ block }) => {
    const env = { ...process.env, OPERATOR_URL: stand.url, OPERATOR_TOKEN }
    await promisify(execFile)('sh', ['-eux', '-c', block], { cwd: folder, env })
  })
})
