import type { OperationName, Operations } from './generated.ts'
import type { CallOptions, FullResponse } from './send.ts'

/** Lists that come in pages: where the entries stand, what names the next page, and which parameter takes it. */
const PAGED = {
  listEvents: { items: 'events', next: 'next_cursor', parameter: 'cursor' },
  listPlatformEvents: { items: 'events', next: 'next_cursor', parameter: 'cursor' },
  listWebhookMessages: { items: 'messages', next: 'next', parameter: 'before' },
  readAuditLog: { items: 'entries', next: 'next', parameter: 'before' },
} as const satisfies Partial<Record<OperationName, object>>

export type PagedName = keyof typeof PAGED
export type PagedInput<N extends PagedName> =
  Partial<Operations[N]['input']> extends Operations[N]['input']
    ? [input?: Operations[N]['input'], options?: CallOptions]
    : [input: Operations[N]['input'], options?: CallOptions]
type Items<N extends PagedName> = Operations[N]['response'][(typeof PAGED)[N]['items'] &
  keyof Operations[N]['response']]
export type PagedItem<N extends PagedName> = Items<N> extends Array<infer T> ? T : never

type Call = (name: OperationName, input: object, options?: CallOptions) => Promise<FullResponse<unknown>>

/** The entries of all pages, one by one. */
export async function* paginate<N extends PagedName>(
  call: Call,
  name: N,
  { input, options }: { input: object; options?: CallOptions | undefined },
): AsyncGenerator<PagedItem<N>, void, undefined> {
  const { items, next, parameter } = PAGED[name]
  let from: object = {}
  for (;;) {
    const { data } = await call(name, { ...input, ...from }, options)
    const page = data as Record<string, unknown>
    yield* page[items] as PagedItem<N>[]
    if (typeof page[next] !== 'string') return
    from = { [parameter]: page[next] }
  }
}
