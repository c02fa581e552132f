import type { CompiledMessage } from 'icu-minify/format'

const PAIRS =
  'aá bƀ cç dđ eé fƒ gĝ hĥ ií jĵ kķ lļ mɱ nñ oó qɋ rŕ sš tţ uú vṽ wŵ xẋ yý zž ' +
  'AÁ BƁ CÇ DĐ EÉ GĜ HĤ IÍ KĶ LĻ NÑ OÓ PÞ RŔ SŠ TŢ UÚ VṼ WŴ YÝ ZŽ'
const ACCENTED = new Map(PAIRS.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]))
/** German and Arabic need up to two fifths more room than English. */
const LENGTHENED = /[aeiou]/g

/** A message as a foreign language would have it: accented and longer, with its arguments as they are. */
export function pseudo(message: CompiledMessage): CompiledMessage {
  return typeof message === 'string' ? foreign(message) : message.map((node) => changed(node) as never)
}

/** Nodes are texts, the sign for a number, or lists: `[name]`, `[name, kind, options]` or `[tag, ...children]`. */
function changed(node: unknown): unknown {
  if (typeof node === 'string') return foreign(node)
  if (!Array.isArray(node) || node.length < 2) return node
  const [name, kind, ...rest] = node as [string, unknown, ...unknown[]]
  if (typeof kind !== 'number' || kind === 0) return [name, ...[kind, ...rest].map(changed)]
  if (kind > 3) return node
  const options = Object.entries(rest[0] as Record<string, unknown>)
  return [name, kind, Object.fromEntries(options.map(([option, value]) => [option, inOption(value)]))]
}

function inOption(value: unknown): unknown {
  return Array.isArray(value) ? value.map(changed) : changed(value)
}

function foreign(text: string): string {
  return text.replace(LENGTHENED, '$&$&').replace(/[a-zA-Z]/g, (letter) => ACCENTED.get(letter) ?? letter)
}
