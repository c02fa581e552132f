import { describe, expect, it } from 'vitest'
import { ENGLISH } from '../server/english.ts'
import { priceText } from './price.ts'

describe('the price of tickets', () => {
  it.each([
    ['one price', { currency: 'EUR', least: '12.50', most: '12.50' }, '€12.50'],
    ['no price', { currency: 'EUR', least: '0.00', most: '0.00' }, 'Free'],
    ['several prices', { currency: 'EUR', least: '10.00', most: '25.00' }, '€10.00 – €25.00'],
    ['free tickets beside others', { currency: 'CAD', least: '0.00', most: '320.00' }, 'Free – CA$320.00'],
    ['amounts of one’s own', { currency: 'EUR', least: '5.00', most: null }, 'From €5.00'],
    ['gifts', { currency: 'EUR', least: '0.00', most: null }, 'Free, or more'],
    ['a currency without cents', { currency: 'JPY', least: '1500', most: '1500' }, '¥1,500'],
  ])('is told of %s', (_what, prices, words) => {
    expect(priceText(prices, 'en', ENGLISH)).toBe(words)
  })
})
