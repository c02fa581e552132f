import { renditionOf, ServiceError, type TuvensEvent } from '@tuvens/contract'
import { createFairQueue } from '@tuvens/platform/limits/fair-queue'
import { createHash } from 'node:crypto'
import { categoryName } from '$lib/format/category.ts'
import { shortPlace } from '$lib/format/place.ts'
import { designOf } from '$lib/posters/design.ts'
import { drawPoster } from '$lib/posters/draw.ts'
import { timesOf } from '$lib/format/when/times.ts'
import { ENGLISH } from '../english.ts'
import { drawShare } from './draw.ts'
import { provideFonts } from './fonts.ts'

/** Everybody sees the same picture: it is made once. */
const LOCALE = 'en-GB'
/** Changed with the look of the picture. */
const LOOK = 1
const MAX_KEPT = 200

/** Drawing takes a few tenths of a second of a processor: strangers take turns. */
const queue = createFairQueue({ atOnce: 1, perClient: 10, waiting: 50 })
/** The last pictures, oldest first. */
const kept = new Map<string, Buffer>()

/** Names what the picture of an event shows: another version has another address, so that each can be cached for ever. */
export function shareVersion(event: TuvensEvent): string {
  const { title, startDate, endDate, timezone, venue, imageUrl, category } = event
  const shown = [LOOK, title, startDate, endDate, timezone, shortPlace(venue, ENGLISH), imageUrl, category]
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 16)
}

/** The address of the picture by which an event is shared. */
export function sharePath(event: TuvensEvent): string {
  return `/shares/${event.id}.jpg?v=${shareVersion(event)}`
}

/** What the picture shows, for people who do not see it. */
export function shareAlt(event: TuvensEvent): string {
  const { day, hours } = timesOf(event, LOCALE)
  return `${event.title}. ${day}, ${hours}. ${shortPlace(event.venue, ENGLISH)}`
}

type ReadPicture = (url: string) => Promise<Buffer | null>

/**
 * The picture by which an event is shared, as JPEG.
 *
 * @param readPicture reads an uploaded picture; a picture elsewhere is not fetched, the poster stands in for it
 * @throws ServiceError RATE_LIMITED, SERVICE_UNAVAILABLE when too many are drawn
 */
export async function sharePicture(
  event: TuvensEvent,
  address: string,
  readPicture: ReadPicture,
): Promise<Buffer> {
  const key = `${event.id} ${shareVersion(event)}`
  const known = kept.get(key)
  if (known !== undefined) return known
  return queue.run(address, async () => {
    const drawnMeanwhile = kept.get(key)
    if (drawnMeanwhile !== undefined) return drawnMeanwhile
    const drawn = await draw(event, readPicture)
    kept.set(key, drawn)
    const [oldest] = kept.keys()
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    return drawn
  })
}

async function draw(event: TuvensEvent, readPicture: ReadPicture): Promise<Buffer> {
  provideFonts()
  const picture = renditionOf(event.imageUrl, '1600.jpg')
  const read = picture === null ? null : await readPicture(picture)
  const art = read ?? Buffer.from(drawPoster(designOf(event)))
  const { day, hours } = timesOf(event, LOCALE)
  const words = { title: event.title, when: `${day} · ${hours}`, where: shortPlace(event.venue, ENGLISH) }
  return drawShare({ ...words, kind: categoryName(event.category, ENGLISH), art })
}

/** Whether too many pictures are drawn at this moment. */
export function isRefusal(error: unknown): error is ServiceError {
  return error instanceof ServiceError
}
