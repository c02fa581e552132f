import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkPictures, copyPictures, restorePictures } from './pictures.ts'

const PICTURE = join('ab', 'ab12-1600.jpg')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tuvens-pictures-'))
  write(join(folder, 'live', PICTURE), 'one')
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (path: string, text: string) => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}
async function backUp(name: string, before?: string) {
  const to = join(folder, name)
  mkdirSync(to)
  const pictures = await copyPictures(join(folder, 'live'), { to, before })
  const path = join(to, 'pictures', PICTURE)
  return { to, pictures, path, inode: statSync(path).ino }
}

describe('the pictures of a backup', () => {
  it('are linked from the backup before', async () => {
    const first = await backUp('first')
    expect((await backUp('second', first.to)).inode).toBe(first.inode)
  })

  it('are copied again where the backup before is damaged', async () => {
    const first = await backUp('first')
    writeFileSync(first.path, 'two')
    const second = await backUp('second', first.to)
    expect(readFileSync(second.path, 'utf8')).toBe('one')
    expect(await checkPictures(second.to)).toEqual([])
    expect(await checkPictures(first.to)).toEqual([expect.stringContaining('is damaged')])
  })

  it('are only files with the name of a picture', async () => {
    write(join(folder, 'live', 'lost+found', 'x'), 'x')
    write(join(folder, 'live', 'ab', 'ab12-1600.jpg.1.part'), 'x')
    expect((await backUp('first')).pictures?.count).toBe(1)
  })
})

describe('restoring pictures', () => {
  it('writes nothing outside the folder, whatever the list names', async () => {
    const { to } = await backUp('first')
    write(join(to, 'evil'), 'evil')
    writeFileSync(join(to, 'pictures.sha256'), 'hash  pictures/../evil\nhash  /etc/evil\n')
    expect(await checkPictures(to)).toEqual([
      'pictures.sha256 lists pictures/../evil, which is not the name of a picture.',
      'pictures.sha256 lists /etc/evil, which is not the name of a picture.',
    ])
    expect(restorePictures(to, join(folder, 'restored', 'here'))).toBe(0)
    expect(statSync(join(folder, 'restored'), { throwIfNoEntry: false })).toBeUndefined()
  })

  it('lets those read them who may enter the folder, also from a shell that lets nobody', async () => {
    const { to } = await backUp('first')
    const state = join(folder, 'state')
    mkdirSync(state)
    chmodSync(state, 0o750)
    const umask = process.umask(0o077)
    restorePictures(to, join(state, 'pictures'))
    process.umask(umask)
    for (const path of ['', 'ab', PICTURE])
      expect(statSync(join(state, 'pictures', path)).mode & 0o040).toBe(0o040)
  })

  it.runIf(process.getuid?.() === 0)('by root gives them the owner of the folder', async () => {
    const { to } = await backUp('first')
    const state = join(folder, 'state')
    mkdirSync(state)
    chownSync(state, 12_345, 12_346)
    expect(restorePictures(to, join(state, 'pictures'))).toBe(1)
    for (const path of ['', 'ab', PICTURE])
      expect(statSync(join(state, 'pictures', path))).toMatchObject({ uid: 12_345, gid: 12_346 })
  })
})
