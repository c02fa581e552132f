import type { DetailField } from '@tuvens/contract'

/** What people read for each field of an event's details. */
export const FIELD_NAMES: Record<DetailField, string> = {
  title: 'Title',
  description: 'Description',
  times: 'Date and time',
  category: 'Category',
  currency: 'Currency',
  venue: 'Place',
  picture: 'Picture',
}
