import { runInThisContext } from 'node:vm'
import { afterEach, describe, expect, it } from 'vitest'
import { EARLY_SCRIPT } from '$lib/server/security/early-script.ts'
import { listenToFrames } from './frameMessages.ts'

afterEach(() => delete window.earlyMessages)

function say(data: unknown): void {
  dispatchEvent(new MessageEvent('message', { data, origin: 'https://tickets.example', source: window }))
}

describe('messages of ticket frames', () => {
  it('are stored by the first script of a page, and delivered when the widget listens', () => {
    Object.defineProperty(window, 'matchMedia', { value: () => ({ matches: false }), configurable: true })
    // The page runs this very text inline, before anything else.
    runInThisContext(EARLY_SCRIPT)
    say('early')
    const heard: unknown[] = []
    const stop = listenToFrames(({ data }) => heard.push(data))
    say('late')
    expect(heard).toEqual(['early', 'late'])
    stop()
    say('too late')
    expect(heard).toEqual(['early', 'late'])
  })

  it('are stored up to a limit', () => {
    runInThisContext(EARLY_SCRIPT)
    for (let i = 0; i < 100; i++) say(i)
    expect(window.earlyMessages?.length).toBe(20)
  })
})
