/** A tag of a page with its decoded attributes. */
export type Tag = { name: string; attributes: Readonly<Record<string, string>> }

/** The opening tags of a page, without those inside scripts. */
export function tagsOf(html: string): Tag[] {
  const found = html
    .replaceAll(/<script[^]*?<\/script>/g, '')
    .matchAll(/<([a-z][a-z0-9]*)((?:"[^"]*"|[^">])*)>/g)
  return [...found].map(([, name = '', rest = '']) => ({ name, attributes: attributesOf(rest) }))
}

/** The fields of a form as a browser sends it unchanged. */
export function fieldsOf(html: string): Record<string, string> {
  const inputs = tagsOf(html)
    .filter(({ name, attributes }) => name === 'input' && attributes['name'] !== undefined)
    .filter(({ attributes }) => !isChoice(attributes) || attributes['checked'] !== undefined)
    .map(({ attributes }) => [attributes['name'], attributes['value'] ?? (isChoice(attributes) ? 'on' : '')])
  const areas = [...html.matchAll(/<textarea[^>]*name="([^"]+)"[^>]*>([^]*?)<\/textarea>/g)]
  const selects = [...html.matchAll(/<select[^>]*name="([^"]+)"[^>]*>([^]*?)<\/select>/g)]
  return Object.fromEntries([
    ...inputs,
    ...areas.map(([, name, value = '']) => [name, decode(value)]),
    ...selects.map(([, name, options = '']) => [
      name,
      decode(/<option value="([^"]*)" selected/.exec(options)?.[1] ?? ''),
    ]),
  ])
}

export function decode(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

function isChoice(attributes: Tag['attributes']): boolean {
  return /^(radio|checkbox)$/.test(attributes['type'] ?? '')
}

function attributesOf(text: string): Record<string, string> {
  const found = text.matchAll(/([\w-]+)(?:="([^"]*)")?/g)
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, decode(value)]))
}
