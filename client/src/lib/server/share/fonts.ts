import figtree from '@tuvens/design/fonts/share/figtree.ttf?inline'
import arabic from '@tuvens/design/fonts/share/noto-sans-arabic.ttf?inline'
import cyrillic from '@tuvens/design/fonts/share/noto-sans-cyrillic.ttf?inline'
import devanagari from '@tuvens/design/fonts/share/noto-sans-devanagari.ttf?inline'
import greek from '@tuvens/design/fonts/share/noto-sans-greek.ttf?inline'
import hebrew from '@tuvens/design/fonts/share/noto-sans-hebrew.ttf?inline'
import latin from '@tuvens/design/fonts/share/noto-sans-latin-ext.ttf?inline'
import thai from '@tuvens/design/fonts/share/noto-sans-thai.ttf?inline'
import vietnamese from '@tuvens/design/fonts/share/noto-sans-vietnamese.ttf?inline'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const FONTS = { figtree, arabic, cyrillic, devanagari, greek, hebrew, latin, thai, vietnamese }

let isReady = false

/**
 * Makes our fonts known to the library that draws text, before its first text. A bare machine has none, and one with fonts
 * keeps them for scripts that ours lack. The library reads fonts from files only, and the build holds them as text.
 */
export function provideFonts(): void {
  if (isReady) return
  isReady = true
  const folder = mkdtempSync(join(tmpdir(), 'tuvens-fonts-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  for (const [name, font] of Object.entries(FONTS)) {
    const [, base64 = ''] = font.split(',')
    writeFileSync(join(folder, `${name}.ttf`), Buffer.from(base64, 'base64'))
  }
  const config = join(folder, 'fonts.conf')
  writeFileSync(config, configOf(folder))
  process.env['FONTCONFIG_FILE'] = config
}

function configOf(folder: string): string {
  const folders = [folder, '/usr/share/fonts', '/usr/local/share/fonts'].map((each) => `<dir>${each}</dir>`)
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders.join('')}<cachedir>${folder}</cachedir></fontconfig>`
}

/** The scripts of our fonts, and what every script uses. */
const KNOWN =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Devanagari}\p{Script=Thai}\p{Script=Common}\p{Script=Inherited}]$/u
const PICTOGRAPHS =
  /\p{Extended_Pictographic}|\p{Emoji_Modifier}|[\u{1f1e6}-\u{1f1ff}]|\ufe0f|\u200d|\u20e3/gu

/** A text as our fonts can show it, without emoji; null when much of it would be empty boxes. */
export function drawable(text: string): string | null {
  const plain = text
    .replace(/\p{Emoji_Presentation}/gu, '')
    .replace(PICTOGRAPHS, '')
    .replace(/\s+/g, ' ')
    .trim()
  const isKnown = plain !== '' && Array.from(plain).every((character) => KNOWN.test(character))
  return isKnown ? plain : null
}
