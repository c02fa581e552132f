/** What a command prints. Nothing is lost when the process exits after `finish`. */
export type Output = {
  text: (line: string) => void
  error: (line: string) => void
  /** Writes bytes to stdout as they are. Resolves when the reader can take more. */
  bytes: (bytes: Uint8Array) => Promise<void>
  /** Keeps the result. At most once. */
  result: (value: unknown) => void
  /** Writes the result, or what the exit code says when there is none, as one JSON document. */
  document: (code: number) => void
  /** Resolves with the code once all is written. */
  finish: (code: number) => Promise<number>
}

type Stream = Pick<NodeJS.WriteStream, 'write'>

export function createOutput({ stdout, stderr }: { stdout: Stream; stderr: Stream }): Output {
  const writes: Promise<void>[] = []
  let kept: { value: unknown } | undefined
  const write = (stream: Stream, line: string) => {
    writes.push(new Promise((resolve) => stream.write(`${line}\n`, () => resolve())))
  }
  return {
    text: (line) => write(stdout, line),
    error: (line) => write(stderr, line),
    bytes: (bytes) =>
      new Promise((resolve, reject) => {
        stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
      }),
    result: (value) => {
      if (kept !== undefined) throw new Error('a command has one result')
      kept = { value }
    },
    document: (code) => write(stdout, JSON.stringify(kept?.value ?? { ok: code === 0 }, null, 2)),
    finish: async (code) => {
      await Promise.all(writes)
      return code
    },
  }
}
