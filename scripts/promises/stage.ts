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

/** A copy of the tree in which lines can be broken. Its packages are the tree's own. */
export type Stage = {
  root: string
  /** Replaces a text in a file; the returned function restores the file. */
  replace: (file: string, line: string, broken: string) => () => void
  remove: () => void
}

/** Built by tools and ignored by git, but read by tests. */
const BUILT = ['hi-events/dist', 'box-office/dist', 'client/.svelte-kit']

/** Copies the files that git tracks or would track, and links the packages. */
export function createStage(root: string): Stage {
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

/** Workspaces are linked to the copy, everything else to the tree: a broken line of one is seen by all. */
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
