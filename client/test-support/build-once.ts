import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  export interface ProvidedContext {
    /** The folder of the built site. */
    sitePath: string
  }
}

const CLIENT = join(import.meta.dirname, '..')

/** Builds the site once for a test run, and copies it, so that another build cannot replace its files. */
export default function setup(project: TestProject): () => void {
  const env = { ...process.env, SITE_BUILD: 'test' }
  execFileSync('npx', ['vite', 'build', '--logLevel', 'error'], { cwd: CLIENT, env, stdio: 'pipe' })
  const copy = mkdtempSync(join(tmpdir(), 'tuvens-site-'))
  cpSync(join(CLIENT, '.svelte-kit', 'test', 'build'), copy, { recursive: true })
  cpSync(join(CLIENT, 'package.json'), join(copy, 'package.json'))
  // The one package that the build does not contain, because it is native.
  symlinkSync(join(CLIENT, '..', 'node_modules'), join(copy, 'node_modules'))
  project.provide('sitePath', copy)
  return () => rmSync(copy, { recursive: true, force: true })
}
