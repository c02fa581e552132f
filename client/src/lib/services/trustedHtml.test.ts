import { icon, MARK } from '@tuvens/design'
import { beforeEach, describe, expect, it, vi } from 'vitest'

type PolicyRules = { createHTML: (html: string) => string }
const policies: Record<string, PolicyRules> = {}

beforeEach(() => {
  vi.resetModules()
  const createPolicy = (name: string, rules: PolicyRules) => (policies[name] = rules)
  Object.assign(globalThis, { trustedTypes: { createPolicy } })
})

describe('markup that passes Trusted Types', () => {
  it('is the drawings and data of this product', async () => {
    const { trustedMarkup } = await import('./trustedHtml.ts')
    for (const ours of [
      MARK,
      icon('ticket'),
      '<script type="application/ld+json">{"a":"\\u003cb"}</script>',
    ]) {
      expect(trustedMarkup(ours)).toBe(ours)
    }
    expect(Object.keys(policies)).toEqual(['tuvens-markup'])
  })

  it.each([
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '<script type="application/ld+json"></script><script>alert(1)</script>',
    'text',
  ])('is never %s', async (html) => {
    const { trustedMarkup } = await import('./trustedHtml.ts')
    expect(trustedMarkup(html)).toBe('')
  })
})
