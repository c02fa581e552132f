import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { check } from 'recheck'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')

/** Regular expressions of the product. Those of tests and scripts see no input from outside. */
const files = execFileSync('git', ['ls-files', '-z', '*/src/*'], { cwd: ROOT, encoding: 'utf8' })
  .split('\0')
  .filter((file) => /\.(ts|tsx|svelte)$/.test(file) && !/\.test\.tsx?$/.test(file))

type FoundRegex = { source: string; flags: string }

/** Regular expressions, `new RegExp('…')` and schemas with `pattern: '…'` in a source text. */
function regexesOf(text: string): FoundRegex[] {
  const found: FoundRegex[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/')
      found.push({ source: node.text.slice(1, end), flags: node.text.slice(end + 1) })
    }
    const pattern = patternOf(node)
    if (pattern !== undefined && ts.isStringLiteralLike(pattern))
      found.push({ source: pattern.text, flags: 'u' })
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('file.tsx', text, ts.ScriptTarget.ESNext, false, ts.ScriptKind.TSX))
  return found
}

function patternOf(node: ts.Node): ts.Node | undefined {
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp')
    return node.arguments?.[0]
  const isPattern =
    ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'pattern'
  return isPattern ? node.initializer : undefined
}

/** Scripts of a Svelte file; other files as they are. */
function codeOf(file: string): string {
  const text = readFileSync(join(ROOT, file), 'utf8')
  if (!file.endsWith('.svelte')) return text
  return [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code).join('\n')
}

describe('every regular expression of the product', () => {
  it('takes time linear in its input, whatever the input is', async () => {
    const found = files.flatMap((file) => regexesOf(codeOf(file)).map((regex) => ({ file, ...regex })))
    expect(found.length).toBeGreaterThan(100)
    const slow: string[] = []
    for (const { file, source, flags } of found) {
      const { status } = await check(source, flags, { timeout: null })
      if (status !== 'safe') slow.push(`${file}: /${source}/${flags} is ${status}`)
    }
    expect(slow).toEqual([])
  }, 600_000)
})

describe('the search for regular expressions', () => {
  it.each([
    ['a literal', 'const A = /^(a+)+$/i', { source: '^(a+)+$', flags: 'i' }],
    ['a constructor', "new RegExp('^(a+)+$')", { source: '^(a+)+$', flags: 'u' }],
    ['a schema', "Type.String({ pattern: '^(a+)+$' })", { source: '^(a+)+$', flags: 'u' }],
  ])('finds %s', (_kind, text, regex) => expect(regexesOf(text)).toEqual([regex]))

  it('is followed by a check that recognises a quadratic one', async () => {
    expect((await check('[. ]+$', '')).status).toBe('vulnerable')
  })
})
