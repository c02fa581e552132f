import type { TuvensEvent } from '@tuvens/contract'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { StandInWorld } from '../../../../test-support/world.ts'
import { drawable, provideFonts } from './fonts.ts'
import { shareAlt, sharePath, sharePicture, shareVersion } from './share.ts'
import { drawText, isRightToLeft } from './text.ts'

const eventOf = (more: Partial<TuvensEvent> = {}): TuvensEvent => ({
  ...new StandInWorld('http://tickets.localhost').addEvent({
    title: 'Jazz by the river',
    startDate: '2030-06-14T18:00:00.000Z',
  }),
  ...more,
})
const nobody = async () => null
const draw = (more: Partial<TuvensEvent> = {}, read: (url: string) => Promise<Buffer | null> = nobody) =>
  sharePicture(eventOf(more), '192.0.2.1', read)

/** Whether something is drawn in a part of the picture whose ground is of one colour. */
async function hasWords(picture: Buffer, left: number): Promise<boolean> {
  const part = { left, top: 130, width: 30, height: 60 }
  const { channels } = await sharp(await sharp(picture).extract(part).png().toBuffer()).stats()
  return channels.some(({ stdev }) => stdev > 10)
}

describe('the picture by which an event is shared', () => {
  it('has the size that chats show in whole, and is small enough for them', async () => {
    const picture = await draw()
    const { width, height, format } = await sharp(picture).metadata()
    expect([width, height, format]).toEqual([1200, 630, 'jpeg'])
    expect(picture.length).toBeLessThan(300_000)
  })

  it('begins a title at the side at which its script begins', async () => {
    const [latin, arabic] = [await draw(), await draw({ title: 'مهرجان' })]
    expect([await hasWords(latin, 64), await hasWords(latin, 546)]).toEqual([true, false])
    expect([await hasWords(arabic, 64), await hasWords(arabic, 546)]).toEqual([false, true])
  })

  it('shows the picture of the event in place of a drawn poster', async () => {
    const red = await sharp({ create: { width: 900, height: 900, channels: 3, background: '#f00' } })
      .jpeg()
      .toBuffer()
    const imageUrl = `https://api.example/api/pictures/${'a'.repeat(64)}/1600.jpg`
    const asked: string[] = []
    const picture = await draw({ imageUrl }, async (url) => {
      asked.push(url)
      return red
    })
    expect(asked).toEqual([imageUrl])
    const { dominant } = await sharp(
      await sharp(picture).extract({ left: 700, top: 100, width: 400, height: 400 }).png().toBuffer(),
    ).stats()
    expect(dominant.r).toBeGreaterThan(200)
  })

  it('is drawn without a picture that cannot be read, or that is elsewhere', async () => {
    const gone = `https://api.example/api/pictures/${'b'.repeat(64)}/1600.jpg`
    const there = await draw({ imageUrl: 'https://pictures.example/a.jpg', title: 'Elsewhere' }, () => {
      throw new TypeError('a picture elsewhere is not fetched')
    })
    for (const each of [await draw({ imageUrl: gone }), there])
      expect((await sharp(each).metadata()).width).toBe(1200)
  })

  it('has another address when it shows something else, and the same when it does not', () => {
    const event = eventOf()
    expect(sharePath(event)).toMatch(/^\/shares\/1\.jpg\?v=[\w-]{16}$/)
    expect(shareVersion({ ...event, description: 'More', ticketing_phase: 'on_sale' })).toBe(
      shareVersion(event),
    )
    for (const change of [{ title: 'x' }, { timezone: 'Asia/Tokyo' }, { imageUrl: 'https://a.example/b' }])
      expect(shareVersion({ ...event, ...change })).not.toBe(shareVersion(event))
  })

  it('is described by what stands in it', () => {
    expect(shareAlt(eventOf())).toBe('Jazz by the river. Friday 14 June 2030, 20:00. Place to be announced')
  })
})

describe('a text in the picture', () => {
  const box = { width: 500, height: 120, sizes: [60, 40], colour: '#ffffff', weight: 'Bold' } as const

  it('becomes smaller before it is cut', async () => {
    const [short, long] = [await drawText('Jazz', box), await drawText('Jazz by the river, all night', box)]
    expect(short.height).toBeGreaterThan(40)
    expect([long.width <= 500, long.height <= 120]).toEqual([true, true])
  })

  it.each([
    ['a text of many words', 'a very long title '.repeat(40)],
    ['one long word', 'Donaudampfschifffahrt'.repeat(20)],
    ['letters of several parts', 'نَّ'.repeat(400)],
  ])('fits as %s', async (_, text) => {
    const { width, height } = await drawText(text, box)
    expect([width <= 500, height <= 120]).toEqual([true, true])
  })

  it.each([
    ['Summer on the hill', 507],
    ['Łódź', 132],
    ['مهرجان', 191],
  ])('is drawn in our fonts, whatever the machine has: %s', async (text, expected) => {
    provideFonts()
    const { width } = await drawText(text, { ...box, width: 900, sizes: [60] })
    expect(Math.abs(width - expected)).toBeLessThan(3)
  })

  it('never becomes markup', async () => {
    const { width } = await drawText('<b>&lt;</b> & "more"', box)
    expect(width).toBeGreaterThan(200)
  })

  it.each([
    ['Łódź · Größe', 'Łódź · Größe'],
    ['Party 🎉👩🏽‍🎤 tonight', 'Party tonight'],
    ['Vrijdag 🇳🇱 1️⃣', 'Vrijdag 1'],
    ['مهرجان الجاز', 'مهرجان الجاز'],
    ['音楽祭', null],
    ['🎉', null],
  ])('is left out when our fonts cannot show it: %s', (text, expected) => {
    expect(drawable(text)).toBe(expected)
  })

  it.each([
    ['Jazz مهرجان', false],
    ['«مهرجان» Jazz', true],
    ['שלום', true],
    ['2030', false],
  ])('begins at the right as its first letter does: %s', (text, expected) => {
    expect(isRightToLeft(text)).toBe(expected)
  })
})
