import { HEADERS } from '@tuvens/contract'
import { signRequest } from '@tuvens/contract/signatures'
import { describe, expect, it } from 'vitest'
import { isSigned, type SignatureRules, signerOf, type SignedRequest } from './signed-call.ts'

const [OLD, NEW] = ['the-old-shared-secret-of-tests', 'the-new-shared-secret-of-tests']
const NOW = 1_767_268_800_000

const RULES: SignatureRules = { secrets: [NEW, OLD], now: () => NOW, pathPrefix: '', allowsLegacy: false }

function requestOf(change: Partial<SignedRequest> = {}, signedPath = '/x?a=1', secret = NEW): SignedRequest {
  const rawBody = Buffer.from('{}')
  const headers = signRequest([secret], { method: 'POST', path: signedPath, body: rawBody }, NOW)
  return { method: 'POST', url: '/x?a=1', rawBody, headers, ...change }
}
const codeOf = (request: SignedRequest, rules: Partial<SignatureRules> = {}) => {
  try {
    return signerOf({ ...RULES, ...rules }, request)
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('the signer of a call', () => {
  it('is the secret of the list that signed it', () => {
    expect([codeOf(requestOf()), codeOf(requestOf({}, '/x?a=1', OLD))]).toEqual([0, 1])
  })

  it.each([
    ['was signed for another path', requestOf({}, '/y')],
    ['was signed for another query', requestOf({}, '/x?a=2')],
    ['was signed with another secret', requestOf({}, '/x?a=1', 'a-secret-of-somebody-else')],
    ['has another method', requestOf({ method: 'PUT' })],
    ['has another body', requestOf({ rawBody: Buffer.from('[]') })],
    ['has two signatures', requestOf({ headers: { ...requestOf().headers, [HEADERS.signature]: 'a, b' } })],
  ])('refuses a call that %s', (_what, request) => {
    expect(codeOf(request)).toBe('SIGNATURE_INVALID')
  })

  it('refuses a call that was signed more than 300 s ago, and one that is not signed', () => {
    expect(codeOf(requestOf(), { now: () => NOW + 301_000 })).toBe('SIGNATURE_EXPIRED')
    expect(codeOf(requestOf({ headers: {} }))).toBe('SIGNATURE_REQUIRED')
    expect([isSigned(requestOf()), isSigned(requestOf({ headers: {} }))]).toEqual([true, false])
  })

  it('covers the prefix that a proxy removes, where it is set', () => {
    const prefixed = requestOf({}, '/tuvens/x?a=1')
    expect([codeOf(prefixed), codeOf(prefixed, { pathPrefix: '/tuvens' })]).toEqual(['SIGNATURE_INVALID', 0])
    expect(codeOf(requestOf(), { pathPrefix: '/tuvens' })).toBe(0)
    expect(codeOf(requestOf({}, '/other/x?a=1'), { pathPrefix: '/tuvens' })).toBe('SIGNATURE_INVALID')
  })
})
