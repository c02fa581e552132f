import { openApiDocument } from '@tuvens/contract'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

const REDOCLY = join(import.meta.dirname, '..', '..', 'node_modules', '@redocly', 'cli', 'bin', 'cli.js')
const SERVERS = { api: 'https://api.example', ticketOrigin: 'https://tickets.example' }

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openapi-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Problems that Redocly finds with its recommended rules, warnings included. */
function problemsOf(document: object): string[] {
  const file = join(folder, 'openapi.json')
  writeFileSync(file, JSON.stringify(document))
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [REDOCLY, 'lint', '--extends', 'recommended', '--format', 'json', file],
    {
      cwd: folder,
      encoding: 'utf8',
      // It calls nobody.
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  )
  if (!stdout.startsWith('{')) throw new Error(`Redocly said ${stderr}`)
  const { problems } = JSON.parse(stdout) as { problems: { ruleId: string; message: string }[] }
  return problems.map(({ ruleId, message }) => `${ruleId}: ${message}`)
}

it('the OpenAPI document passes the lint of Redocly without a warning', () => {
  expect(problemsOf(openApiDocument('1.0.0', SERVERS))).toEqual([])
})

it('that lint finds what is missing', () => {
  const { servers: _, ...rest } = openApiDocument('1.0.0', SERVERS)
  expect(problemsOf(rest)).toEqual([expect.stringMatching(/^no-empty-servers: /)])
})
