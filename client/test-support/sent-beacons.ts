/** What a page gave to `navigator.sendBeacon`. */
export type SentBeacon = { url: string; type: string; beacon: unknown }

/** Takes the place of `navigator.sendBeacon`, which the DOM of these tests has not. `restore` removes it. */
export function watchBeacons(): { sent: () => Promise<SentBeacon[]>; restore: () => void } {
  const sent: Promise<SentBeacon>[] = []
  const take = (url: string, body: Blob) =>
    sent.push(textOf(body).then((text) => ({ url, type: body.type, beacon: JSON.parse(text) }))) > 0
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: take })
  return {
    sent: () => Promise.all(sent),
    restore: () => void Reflect.deleteProperty(navigator, 'sendBeacon'),
  }
}

function textOf(blob: Blob): Promise<string> {
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(typeof reader.result === 'string' ? reader.result : ''))
    reader.readAsText(blob)
  })
}
