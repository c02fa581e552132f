/** `Intl` options for a day and a time of day; the server and the script use the same. */
export const DAY = { weekday: 'short', day: 'numeric', month: 'short' } as const
export const TIME = { hour: '2-digit', minute: '2-digit' } as const

/** Formats money and dates in a visitor's language. */
export type Format = ReturnType<typeof createFormat>

/** Formats for one locale, currency and time zone. */
export function createFormat(locale: string, { currency, timezone }: { currency: string; timezone: string }) {
  const money = new Intl.NumberFormat(locale, { style: 'currency', currency })
  const inZone = { timeZone: timezone, timeZoneName: 'short' } as const
  const date = new Intl.DateTimeFormat(locale, { ...DAY, ...TIME, ...inZone })
  const { maximumFractionDigits = 2 } = money.resolvedOptions()
  return {
    locale,
    /** The time zone of the event, for the script. */
    zone: date.resolvedOptions().timeZone,
    /** Smallest amount of the currency: 0.01, or 1 for one without cents. */
    unit: Number((10 ** -maximumFractionDigits).toFixed(maximumFractionDigits)),
    money: (amount: number) => money.format(amount),
    /** As `money`, with a word for nothing; the script says the same. */
    price: (amount: number) => (amount === 0 ? 'Free' : money.format(amount)),
    /** With the event's time zone, which may differ from the visitor's. */
    date: (each: Date) => date.format(each),
  }
}

/** A supported locale, or English. */
export function localeOf(text: unknown): string {
  if (typeof text !== 'string' || text.length > 35) return 'en'
  try {
    const [locale] = Intl.getCanonicalLocales(text)
    return locale !== undefined && Intl.NumberFormat.supportedLocalesOf(locale).length > 0 ? locale : 'en'
  } catch {
    return 'en'
  }
}
