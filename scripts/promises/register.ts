import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'
import { PlainError } from '../system/plain-error.ts'

/** Workspaces that have a `promises.json`. */
export const WORKSPACES = ['contract', 'platform', 'api', 'hi-events', 'box-office', 'client'] as const

const Text = Type.String({ minLength: 1 })
const Entries = Type.Array(
  Type.Object(
    {
      id: Type.String({ pattern: '^[a-z0-9-]+$' }),
      /** What the product promises, as a sentence. */
      promise: Text,
      /** Path of the file that keeps it, relative to the workspace, like the path of the test. */
      file: Text,
      /** A text that occurs exactly once in that file. */
      line: Text,
      /** What replaces it. It must still run: a file that does not load proves nothing. */
      broken: Type.String(),
      /** The test that fails without the line; `name` is a part of its full name. */
      test: Type.Object({ file: Text, name: Text }, { additionalProperties: false }),
    },
    { additionalProperties: false },
  ),
)

/** One line of the product that keeps a promise, and the test that fails without it. Paths are relative to the root. */
export type RegisteredPromise = Static<typeof Entries>[number] & { workspace: string }

/**
 * Reads the register of every workspace.
 *
 * @throws PlainError when a file is missing or does not match the schema
 */
export function readRegister(root: string): RegisteredPromise[] {
  return WORKSPACES.flatMap((workspace) => {
    const path = join(root, workspace, 'promises.json')
    if (!existsSync(path)) throw new PlainError(`${workspace}/promises.json is missing`)
    const entries: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (!Value.Check(Entries, entries)) {
      const [issue] = Value.Errors(Entries, entries)
      throw new PlainError(`${workspace}/promises.json${issue?.instancePath ?? ''} ${issue?.message ?? ''}`)
    }
    return entries.map((entry) => ({
      ...entry,
      id: `${workspace}/${entry.id}`,
      workspace,
      file: join(workspace, entry.file),
      test: { ...entry.test, file: join(workspace, entry.test.file) },
    }))
  })
}

/** Returns one sentence for each entry that does not match the files. */
export function disagreementsOf(root: string, register: RegisteredPromise[]): string[] {
  const ids = register.map(({ id }) => id)
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index)
  return [
    ...repeated.map((id) => `${id} is registered twice`),
    ...register.flatMap((each) => disagreementOf(root, each) ?? []),
  ]
}

function disagreementOf(root: string, { id, file, line, broken, test }: RegisteredPromise): string | null {
  for (const path of [file, test.file])
    if (!existsSync(join(root, path))) return `${id}: there is no file ${path}`
  const found = readFileSync(join(root, file), 'utf8').split(line).length - 1
  if (found !== 1) return `${id}: its line occurs ${found} times in ${file}: ${line}`
  if (line === broken) return `${id}: the broken line is the line itself`
  const tests = readFileSync(join(root, test.file), 'utf8')
  return isNamedIn(tests, test.name) ? null : `${id}: ${test.file} has no test named ${test.name}`
}

const TEXT_LITERAL = /(['"`])((?:\\.|(?!\1)[^\n])+)\1/g
/** Placeholders of a test title: `%s`, `$name`, `${expression}`. */
const PLACEHOLDER = /%[sdifjoc#]|%\.\d+s|\$\{[^}]*\}|\$[\w.]+/g

/** Whether a test file contains the name, or a title with placeholders that can produce it. */
function isNamedIn(tests: string, name: string): boolean {
  if (tests.includes(name)) return true
  return [...tests.matchAll(TEXT_LITERAL)].some(([, , title = '']) => {
    const fixed = title.split(PLACEHOLDER)
    return (
      fixed.length > 1 &&
      /\S/.test(fixed.join('')) &&
      new RegExp(fixed.map(escapePattern).join('.*')).test(name)
    )
  })
}

/** Escapes a text for a regular expression that matches only this text. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
