import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describeFile, hashFile, type Manifest, PICTURE_LIST, PICTURES } from './manifest.ts'

/**
 * Copies the pictures into a backup. A file never changes, because its name is a hash of its content: one that the backup
 * before has is linked from there, so that it takes no more space.
 */
export async function copyPictures(
  from: string,
  { to, before }: { to: string; before: string | undefined },
): Promise<Manifest['pictures']> {
  const lines: string[] = []
  let bytes = 0
  for (const name of listFiles(from)) {
    const target = join(to, PICTURES, name)
    mkdirSync(dirname(target), { recursive: true })
    if (!copyOrLink(join(from, name), target, before && join(before, PICTURES, name))) continue
    bytes += statSync(target).size
    lines.push(`${await hashFile(target)}  ${PICTURES}/${name}\n`)
  }
  writeFileSync(join(to, PICTURE_LIST), lines.join(''), { mode: 0o600 })
  return { count: lines.length, bytes, list: await describeFile(to, PICTURE_LIST) }
}

/** Files that are being written end in `.part`. */
function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return all.filter((name) => !name.endsWith('.part') && isFile(join(folder, name))).sort()
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true

/** @returns false when the picture was deleted meanwhile */
function copyOrLink(from: string, to: string, before: string | undefined): boolean {
  const size = statSync(from, { throwIfNoEntry: false })?.size
  if (size === undefined) return false
  try {
    if (before !== undefined && statSync(before, { throwIfNoEntry: false })?.size === size)
      linkSync(before, to)
    else copyFileSync(from, to)
    return true
  } catch (error) {
    if (isFile(from)) throw error
    return false
  }
}

/** What is wrong with the pictures of a backup, a sentence for each file. */
export async function checkPictures(folder: string): Promise<string[]> {
  const problems: string[] = []
  for (const { name, sha256 } of listedPictures(folder)) {
    const path = join(folder, name)
    if (!existsSync(path)) problems.push(`${name} is missing.`)
    else if ((await hashFile(path)) !== sha256) problems.push(`${name} is damaged.`)
  }
  return problems
}

/** Copies the pictures of a backup to the folder of the service; those that are there stay. @returns how many were copied */
export function restorePictures(backup: string, folder: string): number {
  const names = listedPictures(backup).map(({ name }) => name.slice(`${PICTURES}/`.length))
  const missing = names.filter((name) => !existsSync(join(folder, name)))
  for (const name of missing) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    copyFileSync(join(backup, PICTURES, name), join(folder, name))
  }
  return missing.length
}

function listedPictures(folder: string): { name: string; sha256: string }[] {
  const lines = readFileSync(join(folder, PICTURE_LIST), 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [sha256, name] = line.split('  ')
    return sha256 === undefined || name === undefined ? [] : [{ name, sha256 }]
  })
}
