import { FramedTickets } from './framed-tickets.ts'
import { styleSheet } from './styles.ts'

const SHEET = styleSheet(
  ':host{display:block;position:relative;min-height:25rem}:host([data-state=ready]) slot{display:none}',
)

/** `<tuvens-tickets event="…">`: the tickets in the page. Its own content stays until they are there. */
export class TuvensTickets extends FramedTickets {
  constructor() {
    super(SHEET)
  }

  connectedCallback(): void {
    this.show()
  }
}
