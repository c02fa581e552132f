/** EventSource over real HTTP for jsdom, which has none; implements the part of the HTML standard that this site uses. */
export class HttpEventSource {
  static readonly opened: string[] = []
  readyState: 0 | 1 | 2 = 0
  onopen: (() => void) | null = null
  onmessage: ((message: { data: string; lastEventId: string }) => void) | null = null
  onerror: (() => void) | null = null
  readonly #url: string
  readonly #ending = new AbortController()
  #lastId = ''
  #retry = 300

  constructor(url: string | URL) {
    this.#url = String(url)
    HttpEventSource.opened.push(this.#url)
    void this.#run()
  }

  close(): void {
    this.readyState = 2
    this.#ending.abort()
  }

  async #run(): Promise<void> {
    while (this.readyState !== 2) {
      const response = await this.#connect()
      // A response other than 200 ends it for good; after no response it tries again.
      if (response !== null && response.status !== 200) return this.#giveUp()
      if (response !== null) await this.#read(response)
      if (this.#closed()) return
      this.readyState = 0
      this.onerror?.()
      await new Promise((resolve) => setTimeout(resolve, this.#retry))
    }
  }

  #closed(): boolean {
    return this.#ending.signal.aborted
  }

  #giveUp(): void {
    this.readyState = 2
    this.onerror?.()
  }

  async #connect(): Promise<Response | null> {
    const headers: Record<string, string> = this.#lastId === '' ? {} : { 'last-event-id': this.#lastId }
    return fetch(this.#url, { headers, signal: this.#ending.signal }).catch(() => null)
  }

  async #read(response: Response): Promise<void> {
    this.readyState = 1
    this.onopen?.()
    let rest = ''
    try {
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        const blocks = (rest + chunk).split('\n\n')
        rest = blocks.pop() ?? ''
        blocks.forEach((block) => this.#take(block))
      }
    } catch {
      // The connection was closed: the loop reconnects.
    }
  }

  #take(block: string): void {
    const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line))
    const value = (name: string) => fields.find((field) => field?.[1] === name)?.[2]
    this.#retry = Number(value('retry') ?? this.#retry)
    this.#lastId = value('id') ?? this.#lastId
    const data = value('data')
    if (data !== undefined) this.onmessage?.({ data, lastEventId: this.#lastId })
  }
}
