import { describe, expect, it } from 'vitest'
import { chooseLanguage } from './language.ts'

const OFFERED = ['en', 'de', 'fr', 'pt', 'ar', 'en-XA'] as const
const choose = (request: Parameters<typeof chooseLanguage>[0]) => chooseLanguage(request, OFFERED, 'en')

describe('the language of a response', () => {
  it.each([
    [{}, 'en', 'en-GB'],
    [{ acceptLanguage: 'de-AT,de;q=0.9,en;q=0.5' }, 'de', 'de-AT'],
    [{ acceptLanguage: 'nl,en-US;q=0.8' }, 'en', 'en-US'],
    [{ acceptLanguage: 'en;q=0.5,fr;q=0.9' }, 'fr', 'fr'],
    [{ acceptLanguage: 'de;q=0,fr' }, 'fr', 'fr'],
    [{ acceptLanguage: '*' }, 'en', 'en-GB'],
    [{ acceptLanguage: 'ja' }, 'en', 'en-GB'],
    [{ chosen: 'fr', acceptLanguage: 'de' }, 'fr', 'fr'],
    [{ named: 'pt', chosen: 'fr' }, 'pt', 'pt-PT'],
    [{ acceptLanguage: 'pt-BR' }, 'pt', 'pt-BR'],
    [{ named: 'de', acceptLanguage: 'en-GB,de-CH;q=0.3' }, 'de', 'de-CH'],
    [{ named: 'zz', chosen: '../../etc', acceptLanguage: 'de' }, 'de', 'de'],
    [{ acceptLanguage: 'ar-EG' }, 'ar', 'ar-EG-u-ca-gregory-nu-latn'],
    [{ acceptLanguage: 'de-u-ca-buddhist' }, 'de', 'de'],
    [{ named: 'en-XA' }, 'en-XA', 'en-GB'],
  ])('for %j is %s, with the locale %s', (request, language, locale) => {
    expect(choose(request)).toEqual({ language, locale })
  })

  it.each(['de-DE'.repeat(5_000), ','.repeat(16_000), `de;q=${'1'.repeat(16_000)}`, 'x-y-'.repeat(4_000)])(
    'takes no notice of a header that is no list of languages',
    (acceptLanguage) => expect(OFFERED).toContain(choose({ acceptLanguage }).language),
  )
})
