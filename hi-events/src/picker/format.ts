/** Money and dates in a visitor's language. */
export type Format = {
  locale: string
  money: (amount: number) => string
  /** With the event's zone, because the visitor's may be another. */
  date: (date: Date) => string
}

/** For one locale, currency and zone; an unknown zone is shown in UTC. */
export function createFormat(
  locale: string,
  { currency, timezone }: { currency: string; timezone: string },
): Format {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const date = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: knownZone(timezone),
    timeZoneName: 'short',
  })
  return { locale, money: (amount) => money.format(amount), date: (each) => date.format(each) }
}

/** A locale we can format in, or English. */
export function localeOf(text: unknown): string {
  if (typeof text !== 'string' || text.length > 35) return 'en'
  try {
    const [locale] = Intl.getCanonicalLocales(text)
    return locale !== undefined && Intl.NumberFormat.supportedLocalesOf(locale).length > 0 ? locale : 'en'
  } catch {
    return 'en'
  }
}

function knownZone(timezone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: timezone }).resolvedOptions().timeZone
  } catch {
    return 'UTC'
  }
}
