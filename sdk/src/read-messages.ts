/** One message of a stream of server-sent events. */
export type SentMessage = { id: string | undefined; data: string | undefined; retry: number | undefined }

/** The messages of a response, by the HTML standard, 9.2.6. One that was cut off is left out. */
export async function* readMessages(response: Response): AsyncGenerator<SentMessage, void, undefined> {
  if (response.body === null) return
  let rest = ''
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    const blocks = (rest + value).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) yield messageOf(block)
  }
}

function messageOf(block: string): SentMessage {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line))
  const valuesOf = (name: string) => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []))
  const [data, retry] = [valuesOf('data'), valuesOf('retry').at(-1)]
  return {
    id: valuesOf('id').at(-1),
    data: data.length === 0 ? undefined : data.join('\n'),
    retry: retry !== undefined && /^\d+$/.test(retry) ? Number(retry) : undefined,
  }
}
