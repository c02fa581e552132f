import { type Component, flushSync, mount, unmount } from 'svelte'
import { afterEach } from 'vitest'

const mounted: Record<string, unknown>[] = []

afterEach(async () => {
  for (const each of mounted.splice(0)) await unmount(each)
  document.body.replaceChildren()
})

/** Puts a component on the page; gone after the test. */
export function render<P extends Record<string, unknown>>(component: Component<P>, props: P): HTMLElement {
  const target = document.createElement('div')
  document.body.append(target)
  mounted.push(mount(component, { target, props }) as Record<string, unknown>)
  flushSync()
  return target
}

/** All a person reads, in one line. */
export function wordsOf(element: Element): string {
  return (element.textContent ?? '').replace(/\s+/g, ' ').trim()
}

export function find<T extends Element = HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector)
  if (found === null) throw new TypeError(`nothing matches ${selector}`)
  return found
}
