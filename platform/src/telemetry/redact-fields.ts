/**
 * What the name of a field, a header, a cookie or a parameter ends in when its value is a secret; then a quote, of text in text
 * (JSON in JSON) or in an address; then a sign between name and value. Nothing stands before the name, and each repetition has
 * a limit: one start costs a limited number of steps.
 */
const FIELD =
  /(?:(api[-_]?key|authorization|cookie|password|secret|session_identifier|signature|token|verifier)(\\{0,15}["']|%(?:25){0,3}2[27])?\s{0,3}(?:[=:]|%(?:25){0,3}3[DA])|(?<![\w-])code(?:=|%(?:25){0,3}3D))\s{0,3}/gi

/** Lines of headers: a cookie has several parts. */
const REST_OF_HEADER = /[^"'\\\r\n]+/y
const WORD = /[^\s&"'#;\\]+/y
const NUMBER_OF_JSON = /[^\s&"'#;,\\\]}]+/y
const SCHEME = /[a-z]{1,20}(?:\s{1,3}|%20)(?=[^\s"'\\,;])/iy
const OPEN_QUOTE = /(\\{0,15})(["'])/y
const PLAIN = /^(?:null|true|false|\{)$/
const HIDDEN = '[secret]'

/**
 * A text without the values of fields whose name tells that they are secret: in JSON, headers, forms, cookies and dumps of
 * objects. A scanner instead of one pattern, so that its time is linear in the length of the text.
 */
export function hideFields(text: string): string {
  let safe = ''
  let from = 0
  FIELD.lastIndex = 0
  for (let field = FIELD.exec(text); field !== null; field = FIELD.exec(text)) {
    const start = FIELD.lastIndex
    const [, name = 'code', quote = ''] = field
    const { kept, hidden, end } = valueAt(text, start, { name: name.toLowerCase(), quote })
    safe += text.slice(from, start) + kept + hidden
    from = FIELD.lastIndex = end
  }
  return safe + text.slice(from)
}

type Field = { name: string; quote: string }
/** `kept` of the value stays, `hidden` stands for the rest, which ends at `end`. */
type Value = { kept: string; hidden: string; end: number }

function valueAt(text: string, start: number, field: Field): Value {
  if (text.startsWith(HIDDEN, start)) return { kept: HIDDEN, hidden: '', end: start + HIDDEN.length }
  if (text[start] === '[') return listAt(text, start, field)
  OPEN_QUOTE.lastIndex = start
  const [open, escapes = '', quote = ''] = OPEN_QUOTE.exec(text) ?? []
  if (open !== undefined) {
    const end = closingQuote(text, start + open.length, { escapes: escapes.length, quote })
    return end === null
      ? { kept: open, hidden: HIDDEN, end: endOfLine(text, start) }
      : { kept: open, hidden: HIDDEN + open, end }
  }
  return wordAt(text, start, field)
}

function wordAt(text: string, start: number, field: Field): Value {
  const kept = field.name === 'authorization' ? (matchAt(SCHEME, text, start) ?? '') : ''
  const from = start + kept.length
  const pattern = field.name === 'cookie' ? REST_OF_HEADER : field.quote === '' ? WORD : NUMBER_OF_JSON
  const word = matchAt(pattern, text, from) ?? ''
  const end = from + word.length
  if (word === '' || PLAIN.test(word) || text.startsWith(HIDDEN, from))
    return { kept: kept + word, hidden: '', end }
  // A number of JSON becomes a text, so that the line stays JSON.
  return { kept, hidden: field.quote + HIDDEN + field.quote, end }
}

function listAt(text: string, start: number, { quote }: Field): Value {
  const close = text.indexOf(']', start)
  return { kept: '', hidden: quote + HIDDEN + quote, end: close === -1 ? text.length : close + 1 }
}

/**
 * The index after the quote that ends a text. Within it, quotes have more backslashes, and backslashes are doubled at each
 * level: those before its last quote are its own and multiples of twice as many, plus two.
 */
function closingQuote(
  text: string,
  from: number,
  { escapes, quote }: { escapes: number; quote: string },
): number | null {
  let last = from
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    let first = at
    while (first > last && text[first - 1] === '\\') first--
    if ((at - first) % (2 * escapes + 2) === escapes) return at + 1
    last = at + 1
  }
  return null
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
