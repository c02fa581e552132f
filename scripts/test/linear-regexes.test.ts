import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from 'recheck'
import { compile } from 'svelte/compiler'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

/** Regular expressions of the product. Those of tests and scripts see no input from outside. */
const files = execFileSync('git', ['ls-files', '-z', '*/src/*'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => /\.(ts|tsx|svelte)$/.test(file) && !/\.test\.tsx?$/.test(file))

/** `source` is null where the expression is built at run time. */
type FoundRegex = { source: string | null; flags: string }

/** Files that build one, from a fixed list, or from a name or a path of our own tests and forms. */
const BUILT = [
  'box-office/src/fault-injection/rules.ts',
  'box-office/src/pages/kit/form/form-reader.ts',
  'platform/src/telemetry/redact.ts',
]

/** Regular expressions, `new RegExp(…)` and schemas with `pattern: '…'` in a source text. */
function regexesOf(text: string, kind = ts.ScriptKind.TS): FoundRegex[] {
  const found: FoundRegex[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
    }
    if (ts.isNewExpression(node) && isNamed(node.expression, 'RegExp')) {
      const [source, flags] = node.arguments ?? []
      found.push({ source: textOf(source), flags: textOf(flags) ?? '' })
    }
    if (ts.isPropertyAssignment(node) && isNamed(node.name, 'pattern') && textOf(node.initializer) !== null)
      found.push({ source: textOf(node.initializer), flags: 'u' })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('source', text, ts.ScriptTarget.ESNext, false, kind))
  return found
}

const isNamed = (node: ts.Node, name: string) => ts.isIdentifier(node) && node.text === name
const textOf = (node: ts.Node | undefined) => (node && ts.isStringLiteralLike(node) ? node.text : null)

/** The script that a Svelte file is compiled to, markup included; other files as they are. */
function codeOf(file: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8')
  return file.endsWith('.svelte') ? compile(text, { generate: 'server', css: 'external' }).js.code : text
}

/** A repetition without a bound, outside character classes. */
const hasOpenRepetition = (source: string) =>
  /[*+]|\{\d+,\}/.test(source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, ''))

/** What recheck tries by default depends on how much of it fits into a second, so that a busy machine gets other verdicts. */
const WITHOUT_CLOCK = { timeout: null, attackTimeout: null, incubationTimeout: null, seedingTimeout: null }

/**
 * Only the automaton proves something, and it knows no lookbehind; otherwise recheck tries inputs. Where every repetition has
 * a bound there is nothing to prove.
 */
async function verdictOf(source: string, flags: string): Promise<string> {
  const { status, checker } = await check(source, flags, WITHOUT_CLOCK)
  return status === 'safe' && checker !== 'automaton' && hasOpenRepetition(source) ? 'not proven' : status
}

describe('every regular expression of the product', () => {
  it('takes time linear in its input, whatever the input is', async () => {
    const found = files.flatMap((file) => {
      const kind = file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS
      return regexesOf(codeOf(file), kind).map((regex) => ({ file, ...regex }))
    })
    expect(found.length).toBeGreaterThan(100)
    const slow: string[] = []
    for (const { file, source, flags } of found) {
      if (source === null && BUILT.includes(file)) continue
      const verdict = source === null ? 'built at run time' : await verdictOf(source, flags)
      if (verdict !== 'safe') slow.push(`${file}: /${source}/${flags} is ${verdict}`)
    }
    expect(slow).toEqual([])
  })
})

it.each([
  ['^(a+)+$', 'vulnerable'],
  ['^[a-z+*]{43}$', 'safe'],
  ['^a+$', 'safe'],
])('the verdict on %s is %s', async (source, verdict) => expect(await verdictOf(source, '')).toBe(verdict))

it('does not accept an expression that cannot be proven', async () => {
  // Without a proof the verdict depends on how much a slow machine gets to try.
  expect(await verdictOf('(?<!a)a+$', '')).not.toBe('safe')
})

describe('the search for regular expressions', () => {
  it.each([
    ['a literal', 'const A = /^(a+)+$/i', { source: '^(a+)+$', flags: 'i' }],
    ['a constructor', "new RegExp('^(a+)+$', 'i')", { source: '^(a+)+$', flags: 'i' }],
    ['one that is built', 'new RegExp(`^${name}$`)', { source: null, flags: '' }],
    [
      'one after a generic function',
      'const f = <T>(a: T) => a; f(/^(a+)+$/)',
      { source: '^(a+)+$', flags: '' },
    ],
    ['a schema', "Type.String({ pattern: '^(a+)+$' })", { source: '^(a+)+$', flags: 'u' }],
  ])('finds %s', (_kind, text, regex) => expect(regexesOf(text)).toEqual([regex]))

  it('is followed by a check that recognises a quadratic one', async () => {
    expect((await check('[. ]+$', '')).status).toBe('vulnerable')
  })
})
