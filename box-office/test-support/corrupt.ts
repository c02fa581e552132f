import { isRecord } from '../src/rest/fields.ts'

/** What nobody should send. */
const NASTY: readonly unknown[] = [
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

/** Every way to replace one value in a body by something nasty, or to leave it out. */
export function* corruptedBodies(body: unknown): Generator<unknown> {
  if (Array.isArray(body)) {
    for (const [index, each] of body.entries())
      for (const worse of corruptedBodies(each)) yield body.with(index, worse)
  } else if (isRecord(body)) {
    for (const [key, value] of Object.entries(body)) {
      yield { ...body, [key]: undefined }
      for (const worse of corruptedBodies(value)) yield { ...body, [key]: worse }
    }
  }
  yield* NASTY
}
