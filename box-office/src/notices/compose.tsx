import { isolated } from '@tuvens/platform/text/isolated'
import { type ComposedMail, Foot, footOf, lines, type MailEvent, page } from '../mail/compose.tsx'
import { Button, Facts, Frame, Text, Title } from '../mail/frame.tsx'
import { dateRange } from '../rest/words.ts'
import { type Plan, whenOf } from './plan.ts'

type Notice = {
  event: MailEvent
  /** When it is about one of several dates. */
  date?: Date
  before: Plan
  now: Plan
  url: string
}

/** To every ticket holder, when time or place of their event changed, or whether it takes place. */
export function writeNotice({ event, date, before, now, url }: Notice): ComposedMail {
  const { subject, opening, next } = wordsOf({ ...event, title: nameOf(event, date) }, before, now)
  const facts = now.isCancelled ? [] : planFacts(before, now)
  const foot = footOf(event)
  const listed = facts.map(([name, value]) => `${name}: ${value}`).join('\n')
  return {
    subject,
    text: lines([opening, listed, next, now.isCancelled ? null : `The event: ${url}`, foot]),
    html: page(
      <Frame title={subject} preview={opening} foot={<Foot event={event} />}>
        <Title>{event.title}</Title>
        <Text>{opening}</Text>
        {facts.length > 0 && <Facts facts={facts} />}
        <Text>{next}</Text>
        {!now.isCancelled && <Button href={url}>See the event</Button>}
      </Frame>,
    ),
    attachments: [],
  }
}

/** One of several dates needs its day beside the title. */
function nameOf({ title, timezone }: MailEvent, date: Date | undefined): string {
  const name = isolated(title)
  return date === undefined ? name : `${name} on ${dateRange(date, null, timezone)}`
}

function wordsOf({ title, organizer, contact }: MailEvent, before: Plan, now: Plan) {
  if (now.isCancelled)
    return {
      subject: `Cancelled: ${title}`,
      opening: `${title} does not take place.`,
      next: `Your ticket for it is not valid any more. Questions about money? ${isolated(organizer)} answers them${contact === null ? '' : `: ${contact}`}.`,
    }
  const next =
    'Your ticket stays valid, and its page shows this, too. A calendar entry that you made needs the change.'
  if (before.isCancelled)
    return { subject: `It takes place: ${title}`, opening: `${title} takes place after all.`, next }
  const [isTime, isPlace] = [whenOf(before) !== whenOf(now), before.place !== now.place]
  const what = isTime && isPlace ? 'Time and place' : isTime ? 'The time' : 'The place'
  const verb = isTime && isPlace ? 'have' : 'has'
  return { subject: `${what} changed: ${title}`, opening: `${what} of ${title} ${verb} changed.`, next }
}

function planFacts(before: Plan, now: Plan): (readonly [string, string])[] {
  const placeOf = ({ place }: Plan) => (place === null ? 'to be announced' : isolated(place))
  const when = whenOf(now)
  return [
    ['When', when],
    ...(whenOf(before) === when ? [] : [['Before', whenOf(before)] as const]),
    ['Where', placeOf(now)],
    ...(before.place === now.place ? [] : [['Before', placeOf(before)] as const]),
  ]
}
