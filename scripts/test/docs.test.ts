import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..', '..')
/** Text in code style is a path of this repository only when it begins with one of these folders. */
const ROOMS =
  /^(api|bench|box-office|client|contract|decisions|design|docs|e2e|embed|hi-events|platform|scripts|\.ci)\/\S+$/
const MADE_LATER = /(^|\/)(dist|build|node_modules|\.data)(\/|$)/

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .trim()
  .split('\n')

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8')

  it('links only to files that exist', () => {
    const missing = linksOf(text).filter((link) => !existsSync(join(ROOT, dirname(file), link)))
    expect(missing).toEqual([])
  })

  it('names only paths that exist', () => {
    const missing = pathsOf(text).filter((path) => !existsSync(join(ROOT, path)))
    expect(missing).toEqual([])
  })
})

/** Targets of relative links, without their `#anchor`. */
function linksOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)(?:\s[^)]*)?\)/g)]
    .map((match) => (match[1] ?? '').split('#')[0] ?? '')
    .filter((link) => link !== '' && !/^[a-z]+:/i.test(link))
    .map((link) => decodeURIComponent(link))
}

/** Text in code style that is a path of this repository, without patterns and build outputs. */
function pathsOf(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)]
    .map((match) => (match[1] ?? '').replace(/[:#]\d+$/, '').replace(/[.,;]$/, ''))
    .filter((word) => ROOMS.test(word) && !/[*<>{}…$|?=]/.test(word) && !MADE_LATER.test(word))
}

function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')
}
