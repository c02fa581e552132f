export function managePath(eventId: number, rest = ''): string {
  return `/manage/event/${eventId}${rest}`
}
