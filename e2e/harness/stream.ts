import type { TicketingChange } from '@tuvens/contract'

export type StreamedChange = TicketingChange & { id: string }

const LIMIT_MS = 120_000

/** Reads the event stream until `enough` returns true. Resumes after the message `lastId` when it is given. */
export async function collect(
  address: string,
  enough: (messages: StreamedChange[]) => boolean,
  lastId?: string,
): Promise<StreamedChange[]> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), LIMIT_MS)
  const headers = { accept: 'text/event-stream', ...(lastId !== undefined && { 'last-event-id': lastId }) }
  const messages: StreamedChange[] = []
  try {
    const response = await fetch(address, { headers, signal: abort.signal })
    let text = ''
    const chunks = response.body?.pipeThrough(new TextDecoderStream()) ?? []
    for await (const chunk of chunks) {
      const blocks = (text + chunk).split('\n\n')
      text = blocks.pop() ?? ''
      messages.push(...blocks.flatMap(readBlock))
      if (enough(messages)) break
    }
    return messages
  } finally {
    clearTimeout(timer)
    abort.abort()
  }
}

function readBlock(block: string): StreamedChange[] {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim()
  const data = field('data')
  if (data === undefined) return []
  const message: TicketingChange = JSON.parse(data)
  return message.type === 'ticketing_status_changed' ? [{ ...message, id: field('id') ?? '' }] : []
}
