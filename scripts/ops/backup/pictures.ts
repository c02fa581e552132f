import {
  chmodSync,
  chownSync,
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

/** A picture as the API names it: its folder is the first two digits of its name. Such a name leads out of no folder. */
const NAME = /^([\da-f]{2})\/\1[\w.-]*$/

/**
 * Copies the pictures into a backup. A file never changes, because its name is a hash of its content: one that the backup
 * before has undamaged is linked from there, so that it takes no more space. The list holds the hashes of the live files.
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
    const sha256 = await copyOrLink(join(from, name), target, before && join(before, PICTURES, name))
    if (sha256 === null) continue
    bytes += statSync(target).size
    lines.push(`${sha256}  ${PICTURES}/${name}\n`)
  }
  writeFileSync(join(to, PICTURE_LIST), lines.join(''), { mode: 0o600 })
  return { count: lines.length, bytes, list: await describeFile(to, PICTURE_LIST) }
}

/** Files that are being written end in `.part`. */
function listFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  return all.filter((name) => NAME.test(name) && !name.endsWith('.part') && isFile(join(folder, name))).sort()
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true

/** @returns the hash of the live file; null when the picture was deleted meanwhile */
async function copyOrLink(from: string, to: string, before: string | undefined): Promise<string | null> {
  try {
    const sha256 = await hashFile(from)
    // A link to a damaged file would hand the damage on to every later backup.
    if (before !== undefined && isFile(before) && (await hashFile(before)) === sha256) linkSync(before, to)
    else copyFileSync(from, to)
    return sha256
  } catch (error) {
    if (isFile(from)) throw error
    return null
  }
}

/** What is wrong with the pictures of a backup, a sentence for each file. */
export async function checkPictures(folder: string): Promise<string[]> {
  const problems: string[] = []
  for (const { name, sha256 } of listedPictures(folder)) {
    const path = join(folder, name)
    if (!isPicture(name)) problems.push(`${PICTURE_LIST} lists ${name}, which is not the name of a picture.`)
    else if (!existsSync(path)) problems.push(`${name} is missing.`)
    else if ((await hashFile(path)) !== sha256) problems.push(`${name} is damaged.`)
  }
  return problems
}

/**
 * Copies the pictures of a backup to the folder of the service; those that are there stay. Files and folders get the owner of
 * that folder, because the service runs as another user than a restore by root, and folders its mode: backups read them by its group.
 *
 * @returns how many were copied
 */
export function restorePictures(backup: string, folder: string): number {
  const owner = ownerOf(folder)
  const names = listedPictures(backup).flatMap(({ name }) =>
    isPicture(name) ? [name.slice(`${PICTURES}/`.length)] : [],
  )
  const missing = names.filter((name) => !existsSync(join(folder, name)))
  for (const name of missing) {
    const path = join(folder, name)
    ensureFolder(dirname(path), owner)
    copyFileSync(join(backup, PICTURES, name), path)
    give(path, owner)
  }
  return missing.length
}

type Owner = { uid: number; gid: number; mode: number }

/** The owner and the mode of a folder, or of the one in which it is to be made. */
function ownerOf(folder: string): Owner {
  return statSync(folder, { throwIfNoEntry: false }) ?? ownerOf(dirname(folder))
}

function ensureFolder(folder: string, owner: Owner): void {
  if (existsSync(folder)) return
  ensureFolder(dirname(folder), owner)
  mkdirSync(folder)
  chmodSync(folder, owner.mode & 0o777)
  give(folder, owner)
}

/** Only root may give files to others. */
function give(path: string, { uid, gid }: Owner): void {
  if (process.getuid?.() === 0) chownSync(path, uid, gid)
}

const isPicture = (listed: string) =>
  listed.startsWith(`${PICTURES}/`) && NAME.test(listed.slice(`${PICTURES}/`.length))

function listedPictures(folder: string): { name: string; sha256: string }[] {
  const lines = readFileSync(join(folder, PICTURE_LIST), 'utf8').split('\n')
  return lines.flatMap((line) => {
    const [sha256, name] = line.split('  ')
    return sha256 === undefined || name === undefined ? [] : [{ name, sha256 }]
  })
}
