import type { ComplaintRequest } from '@tuvens/contract'

/** What a reader can say is wrong with an event, in the order of the form. */
export const COMPLAINT_NAMES: Record<ComplaintRequest['reason'], string> = {
  fraud: 'It looks like fraud: it does not exist, or the tickets are not real',
  illegal: 'It breaks the law, or somebody’s rights',
  offensive: 'It is hateful, violent or offensive',
  wrong: 'What it says is wrong or misleading',
  other: 'Something else',
}
