import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A copy of the tree in which lines can be broken. It links the packages of the original. */
export type TreeCopy = {
  root: string
  /** Replaces a text in a file. @returns a function that restores the file */
  replace: (file: string, line: string, broken: string) => () => void
  remove: () => void
}

/** Generated and ignored by git, but read by tests. */
const BUILT = ['hi-events/dist', 'box-office/dist', 'client/.svelte-kit']

/** Copies all files that git does not ignore, and links the packages. */
export function copyTree(root: string): TreeCopy {
  const stage = mkdtempSync(join(tmpdir(), 'tuvens-promises-'))
  const listed = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  for (const file of listed.split('\0').filter((each) => each !== '' && existsSync(join(root, each))))
    cpSync(join(root, file), join(stage, file))
  for (const folder of BUILT.filter((each) => existsSync(join(root, each))))
    cpSync(join(root, folder), join(stage, folder), { recursive: true })
  for (const folder of ['.', 'client', 'bench']) linkPackages(join(root, folder), join(stage, folder))
  return {
    root: stage,
    replace: (file, line, broken) => replaceIn(join(stage, file), line, broken),
    remove: () => rmSync(stage, { recursive: true, force: true }),
  }
}

/** Links workspaces to the copy, so that a broken line affects all of them, and other packages to the original tree. */
function linkPackages(from: string, to: string): void {
  const packages = join(from, 'node_modules')
  if (!existsSync(packages)) return
  mkdirSync(join(to, 'node_modules', '@tuvens'), { recursive: true })
  for (const name of readdirSync(packages).filter((each) => each !== '@tuvens'))
    symlinkSync(join(packages, name), join(to, 'node_modules', name))
  if (!existsSync(join(packages, '@tuvens'))) return
  for (const name of readdirSync(join(packages, '@tuvens')))
    symlinkSync(join(dirname(join(to, 'x')), name), join(to, 'node_modules', '@tuvens', name))
}

function replaceIn(path: string, line: string, broken: string): () => void {
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.split(line).join(broken))
  return () => writeFileSync(path, text)
}
