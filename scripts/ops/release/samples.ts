/** One sample of a metrics page in Prometheus' text format. */
export type Sample = { name: string; labels: Record<string, string>; value: number }

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$/
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g

/** Reads a metrics page. Lines that are no samples are left out. */
export function readSamples(page: string): Sample[] {
  return page.split('\n').flatMap((line) => {
    const [, name, labels = '', value] = LINE.exec(line) ?? []
    if (name === undefined || value === undefined) return []
    return [{ name, labels: readLabels(labels), value: numberOf(value) }]
  })
}

function readLabels(text: string): Record<string, string> {
  const pairs = [...text.matchAll(LABEL)].map(([, key = '', value = '']) => [key, unescaped(value)])
  return Object.fromEntries(pairs)
}

const unescaped = (value: string) =>
  value.replaceAll(/\\(.)/g, (_, each) => (each === 'n' ? '\n' : String(each)))

function numberOf(value: string): number {
  if (value === '+Inf') return Number.POSITIVE_INFINITY
  return value === '-Inf' ? Number.NEGATIVE_INFINITY : Number(value)
}
