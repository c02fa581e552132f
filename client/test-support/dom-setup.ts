/** jsdom has no IntersectionObserver. This one reports every element as visible. */
class AlwaysInView implements Pick<IntersectionObserver, 'observe' | 'disconnect'> {
  readonly #tell: IntersectionObserverCallback

  constructor(tell: IntersectionObserverCallback) {
    this.#tell = tell
  }

  observe(target: Element): void {
    const entry = { isIntersecting: true, target } as IntersectionObserverEntry
    this.#tell([entry], this as unknown as IntersectionObserver)
  }

  disconnect(): void {}
}

Object.assign(globalThis, { IntersectionObserver: AlwaysInView })
Object.assign(HTMLDialogElement.prototype, {
  showModal(this: HTMLDialogElement) {
    this.open = true
  },
  close(this: HTMLDialogElement) {
    this.open = false
  },
})
