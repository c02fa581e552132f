import { type Component, flushSync, mount, tick, unmount } from 'svelte'
import { afterEach } from 'vitest'
import { AREAS, messagesOf, type Tongue } from '@tuvens/messages'
import { provideText } from '../src/lib/text/text.ts'
import { EventUpdates, provideEventUpdates } from '../src/lib/stores/eventUpdatesStore.ts'

const mounted: ReturnType<typeof mount>[] = []
const updates: EventUpdates[] = []

afterEach(async () => {
  for (const each of mounted.splice(0)) await unmount(each)
  // A component leaves the live state a moment later, which then starts a timer that would outlive the page.
  await tick()
  for (const each of updates.splice(0)) each.close()
  document.body.replaceChildren()
})

const ENGLISH: Tongue = { language: 'en', locale: 'en-GB' }

/** Mounts a component on the page, with every text, until the end of the test. */
export function render<P extends Record<string, unknown>>(
  component: Component<P>,
  props: P,
  tongue = ENGLISH,
): HTMLElement {
  const withText: Component<P> = (internals, given) => {
    provideText(() => ({ ...tongue, messages: messagesOf(tongue.language, AREAS) }))
    return component(internals, given)
  }
  const target = document.createElement('div')
  document.body.append(target)
  mounted.push(mount(withText, { target, props, context: new Map() }))
  flushSync()
  return target
}

/** Mounts a component that follows the live state of events, in a page that has no connection unless one is given. */
export function renderLive<P extends Record<string, unknown>>(
  component: Component<P>,
  props: P,
  live = new EventUpdates('https://api.example'),
): HTMLElement {
  const withUpdates: Component<P> = (internals, given) => {
    updates.push(live)
    provideEventUpdates(live)
    return component(internals, given)
  }
  return render(withUpdates, props)
}

/** The visible text, in one line. */
export function textOf(element: Element): string {
  return (element.textContent ?? '').replace(/\s+/g, ' ').trim()
}

class NoSuchElementError extends Error {}

export function find<T extends Element = HTMLElement>(root: ParentNode, selector: string): T {
  const found = root.querySelector<T>(selector)
  if (found === null) throw new NoSuchElementError(`nothing matches ${selector}`)
  return found
}
