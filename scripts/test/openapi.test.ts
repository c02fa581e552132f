import { openApiDocument } from '@tuvens/contract/openapi'
import spectralCore, { type RulesetDefinition } from '@stoplight/spectral-core'
import spectralRulesets from '@stoplight/spectral-rulesets'
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

/** Problems that Spectral finds with all rules for OpenAPI that it recommends, hints included. */
async function spectralProblemsOf(document: object): Promise<string[]> {
  const spectral = new spectralCore.Spectral()
  // Its types know no ruleset without an `extends` of its own.
  const oas = spectralRulesets.oas as RulesetDefinition
  spectral.setRuleset({ extends: [[oas, 'recommended']] })
  // A copy without schema objects' hidden markers, as a reader of the published file gets it.
  const problems = await spectral.run(JSON.parse(JSON.stringify(document)))
  return problems.map(({ code, path, message }) => `${code}: ${path.join('.')}: ${message}`)
}

it('the OpenAPI document passes the lint of Spectral without a warning, its examples included', async () => {
  expect(await spectralProblemsOf(openApiDocument('1.0.0', SERVERS))).toEqual([])
})

it('the lint of Spectral finds an example that does not fit its schema', async () => {
  const { info, openapi, servers, tags } = openApiDocument('1.0.0', SERVERS)
  const content = {
    'application/json': { schema: { type: 'integer' }, examples: { wrong: { value: 'one' } } },
  }
  const responses = { 200: { description: 'Success', content } }
  const get = { operationId: 'one', summary: 'One', description: 'One', tags: ['Events'], responses }
  const problems = await spectralProblemsOf({ info, openapi, servers, tags, paths: { '/one': { get } } })
  expect(problems).toEqual([expect.stringMatching(/^oas3-valid-media-example: /)])
})
