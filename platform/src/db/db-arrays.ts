import type { PostgresType } from 'postgres'

type Element = { array: number; parse: (text: string) => unknown }

const asText = (text: string) => text
const asNumber = (text: string) => Number(text)

/** PostgreSQL's own numbers of its array types, and how one element reads. */
const ELEMENTS: Record<string, Element> = {
  int4: { array: 1007, parse: asNumber },
  int8: { array: 1016, parse: asText },
  text: { array: 1009, parse: asText },
  bytea: { array: 1001, parse: (text) => Buffer.from(text.slice('\\x'.length), 'hex') },
}

/**
 * The array types we use, so that the driver need not ask for them: it asks on every new connection, and when the
 * database goes away in that moment, the failure is unhandled and ends the process.
 */
export const ARRAY_TYPES: Record<string, PostgresType> = Object.fromEntries(
  Object.entries(ELEMENTS).map(([name, { array, parse }]) => [
    `${name}Array`,
    {
      to: array,
      from: [array],
      serialize: (value: unknown) => (Array.isArray(value) ? writeArray(value) : String(value)),
      parse: (text: string) => readArray(text, parse),
    },
  ]),
)

/** `{"a","b",NULL}` */
function writeArray(values: readonly unknown[]): string {
  return `{${values.map(writeElement).join(',')}}`
}

function writeElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return `"${text.replace(/[\\"]/g, '\\$&')}"`
}

const ELEMENT = /"((?:[^"\\]|\\.)*)"|([^,{}"]+)/gs

/** Reads the text of a one-dimensional array. */
function readArray<T>(text: string, parse: (element: string) => T): (T | null)[] {
  return [...text.slice(1, -1).matchAll(ELEMENT)].map(([, quoted, bare = '']) => {
    if (quoted !== undefined) return parse(quoted.replace(/\\(.)/gs, '$1'))
    return bare === 'NULL' ? null : parse(bare)
  })
}
