import { afterEach, describe, expect, it } from 'vitest'
import { flushSync } from 'svelte'
import { find, render, textOf } from '../../../../test-support/mounted.ts'
import ShareButton from './ShareButton.svelte'

afterEach(() => {
  Reflect.deleteProperty(navigator, 'share')
  Reflect.deleteProperty(navigator, 'clipboard')
})

const give = (name: 'share' | 'clipboard', value: unknown) =>
  Object.defineProperty(navigator, name, { value, configurable: true })
async function click() {
  const page = render(ShareButton, { title: 'Jazz' })
  const event = new MouseEvent('click', { bubbles: true, cancelable: true })
  find(page, 'a').dispatchEvent(event)
  await new Promise((resolve) => setTimeout(resolve))
  flushSync()
  return { isFollowed: !event.defaultPrevented, note: textOf(find(page, '[role=status]')) }
}

describe('the share button', () => {
  it("opens the browser's own sheet", async () => {
    const shared: unknown[] = []
    give('share', async (what: unknown) => shared.push(what))
    expect(await click()).toEqual({ isFollowed: false, note: '' })
    expect(shared).toMatchObject([{ title: 'Jazz' }])
  })

  it('says nothing when somebody closes the sheet', async () => {
    give('share', () => Promise.reject(new DOMException('closed', 'AbortError')))
    expect(await click()).toEqual({ isFollowed: false, note: '' })
  })

  it('copies the link where there is no sheet', async () => {
    const copied: string[] = []
    give('clipboard', { writeText: async (text: string) => copied.push(text) })
    expect(await click()).toEqual({ isFollowed: false, note: 'The link is copied' })
    expect(copied).toHaveLength(1)
  })

  it('shows the link when it cannot be copied', async () => {
    give('clipboard', { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) })
    expect((await click()).note).toContain('Copy this link: ')
  })

  it('is a plain link where neither works', async () => {
    expect(await click()).toEqual({ isFollowed: true, note: '' })
  })
})
