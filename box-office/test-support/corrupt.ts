import { isRecord } from '../src/rest/fields.ts'

/** Values that no valid request contains. */
const INVALID_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 31,
  2 ** 53,
  '',
  ' ',
  '-1',
  '1e9',
  'NaN',
  "'; drop table users; --",
  '\ud800',
  '‮txt.exe',
  'x'.repeat(70_000),
  [],
  {},
  [[[[]]]],
  [null],
  { toString: 1, constructor: { prototype: 1 } },
]

/** Every body in which one value is replaced by an invalid one, or left out. */
export function* corruptedBodies(body: unknown): Generator<unknown> {
  if (Array.isArray(body)) yield* corruptedLists(body)
  else if (isRecord(body)) yield* corruptedRecords(body)
  yield* INVALID_VALUES
}

function* corruptedLists(list: unknown[]): Generator<unknown> {
  for (const [index, each] of list.entries())
    for (const corrupted of corruptedBodies(each)) yield list.with(index, corrupted)
}

function* corruptedRecords(record: Record<string, unknown>): Generator<unknown> {
  for (const [key, value] of Object.entries(record)) {
    yield { ...record, [key]: undefined }
    for (const corrupted of corruptedBodies(value)) yield { ...record, [key]: corrupted }
  }
}
