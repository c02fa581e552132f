const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'source',
  'track',
  'wbr',
])
const RIGHT_TO_LEFT = /[\u0590-\u05ff]/
const LATIN = /[a-z]/i
const ISOLATES = /\u2068[^\u2069]*\u2069/g
/** These keep their letters in their own order wherever they stand. */
const ADDRESSES = /https?:\/\/\S+|\S+@\S+/g
/** Attributes that people read or hear. */
const READ = ['alt', 'aria-label', 'placeholder', 'title', 'label'] as const

type Element = { name: string; attributes: Record<string, string>; text: string }

/**
 * The texts of a page with Hebrew letters that are not set in their own direction: outside isolates, and without an
 * element around them that takes its direction from them and holds no words of ours. Tests give all texts of people Hebrew
 * letters only.
 */
export function misdirectedTexts(html: string): string[] {
  const found: string[] = []
  const open: Element[] = []
  const visible = html.replaceAll(/<!--[^]*?-->|<!doctype[^>]*>|<(script|style|svg)\b[^]*?<\/\1>/gi, '')
  for (const [piece, closing, name = '', rest = ''] of visible.matchAll(
    /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>|[^<]+/gi,
  )) {
    if (name === '') addText(open, piece)
    else if (closing === '/') found.push(...close(open))
    else {
      const element = { name, attributes: attributesOf(rest), text: '' }
      found.push(...misdirectedAttributes(element))
      open.push(element)
      if (VOID.has(name)) found.push(...close(open))
    }
  }
  return found
}

function addText(open: Element[], text: string): void {
  const parent = open.at(-1)
  if (parent !== undefined) parent.text += text.replaceAll(ISOLATES, ' ')
}

/** What is isolated is nothing to the element around it; other text is a part of it. */
function close(open: Element[]): string[] {
  const closed = open.pop()
  if (closed === undefined || !RIGHT_TO_LEFT.test(closed.text)) {
    addText(open, closed?.text ?? '')
    return []
  }
  const words = closed.text.replaceAll(ADDRESSES, '')
  const isOwn = closed.name === 'bdi' || closed.attributes['dir'] === 'auto'
  // Both are shown by themselves, outside the page.
  if (isOwn || closed.name === 'title' || closed.name === 'option')
    return LATIN.test(words) ? [`<${closed.name}>: ${words.trim()}`] : []
  if (closed.name === 'body') return [`<body>: ${closed.text.trim()}`]
  addText(open, closed.text)
  return []
}

function misdirectedAttributes({ name, attributes }: Element): string[] {
  const found = READ.flatMap((each) => {
    const text = (attributes[each] ?? '').replaceAll(ISOLATES, '')
    return RIGHT_TO_LEFT.test(text) && LATIN.test(text) ? [`<${name} ${each}>: ${text}`] : []
  })
  const isField = name === 'input' && !/^(hidden|checkbox|radio|submit)$/.test(attributes['type'] ?? 'text')
  const isTyped = isField && RIGHT_TO_LEFT.test(attributes['value'] ?? '')
  return isTyped && attributes['dir'] !== 'auto' ? [...found, `<input name=${attributes['name']}>`] : found
}

function attributesOf(text: string): Record<string, string> {
  const found = text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value]))
}
