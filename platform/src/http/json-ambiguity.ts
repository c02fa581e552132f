/** Whether an object in a valid JSON text has two members of one name: readers disagree about which of them counts. */
export function namesTwice(text: string): boolean {
  /** The names of each open object, the innermost last; null for an array. */
  const open: (Set<string> | null)[] = []
  let expectsName = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    const end = char === '"' ? endOfString(text, at) : at
    if (char === '"' && expectsName && !addName(open.at(-1), text.slice(at, end + 1))) return true
    if (char === '{') open.push(new Set())
    if (char === '[') open.push(null)
    if (char === '}' || char === ']') open.pop()
    if (char !== undefined && !WHITE_SPACE.includes(char))
      expectsName = (char === '{' || char === ',') && open.at(-1) instanceof Set
    at = end
  }
  return false
}

const WHITE_SPACE = ' \t\n\r'

/** False when the name is there already. `"\u0061"` and `"a"` are one name. */
function addName(names: Set<string> | null | undefined, quoted: string): boolean {
  const name: unknown = quoted.includes('\\') ? JSON.parse(quoted) : quoted.slice(1, -1)
  const size = names?.size
  return names?.add(String(name)).size !== size
}

/** Index of the closing quote of the string that opens at `start`. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** Whether every text in a parsed value, names included, is made of whole characters. */
export function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormedText(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([name, each]) => isWellFormedText(name) && isWellFormed(each))
}

/** A lone surrogate has no UTF-8: its encoding is that of U+FFFD (`isWellFormed` of ES2024, which not all runtimes have). */
function isWellFormedText(text: string): boolean {
  return !LONE_SURROGATE.test(text)
}
const LONE_SURROGATE = /\p{Surrogate}/u
