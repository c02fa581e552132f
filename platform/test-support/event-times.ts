/** Times of events, and their words for a reader of British English, on the event site as at the box office. */
export const EVENT_TIMES: {
  what: string
  start: string
  end: string | null
  timeZone: string
  /** The day and the hours on the event's page. */
  page: string
  /** The start in a list, in another year than this one. */
  list: string
}[] = [
  {
    what: 'an evening',
    start: '2030-05-01T18:00:00Z',
    end: '2030-05-01T21:30:00Z',
    timeZone: 'Europe/Amsterdam',
    page: 'Wednesday 1 May 2030, 20:00 – 23:30',
    list: 'Wed 1 May 2030 · 20:00',
  },
  {
    what: 'a night',
    start: '2030-12-13T22:00:00Z',
    end: '2030-12-14T02:00:00Z',
    timeZone: 'Europe/Amsterdam',
    page: 'Friday 13 December 2030, 23:00 – 03:00',
    list: 'Fri 13 Dec 2030 · 23:00',
  },
  {
    what: 'several days',
    start: '2030-01-16T17:00:00Z',
    end: '2030-01-18T02:00:00Z',
    timeZone: 'America/Vancouver',
    page: 'Wednesday 16 January 2030, 09:00 – Thu 17 Jan, 18:00',
    list: 'Wed 16 Jan 2030 · 09:00',
  },
  {
    what: 'no end',
    start: '2030-07-15T22:00:00Z',
    end: null,
    timeZone: 'Asia/Kathmandu',
    page: 'Tuesday 16 July 2030, 03:45',
    list: 'Tue 16 Jul 2030 · 03:45',
  },
  {
    what: 'midnight',
    start: '2030-01-15T23:00:00Z',
    end: null,
    timeZone: 'Europe/Amsterdam',
    page: 'Wednesday 16 January 2030, 00:00',
    list: 'Wed 16 Jan 2030 · 00:00',
  },
]
