import { expect, it } from 'vitest'
import { differences } from './recording.ts'

const missing = (id: number) => ({ message: `No query results for model [HiEvents\\Models\\Event] ${id}` })

it('ignores the id of what is missing, but not its kind', () => {
  expect(differences(missing(3), missing(17))).toEqual([])
  const organizer = { message: missing(3).message.replace('Event]', 'Organizer]') }
  expect(differences(missing(3), organizer)).toHaveLength(1)
})
