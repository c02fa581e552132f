import { FramedTickets } from './framed-tickets.ts'
import { styleSheet } from './styles.ts'

const SHEET = styleSheet(
  'dialog{box-sizing:border-box;width:min(48rem,100%);min-height:25rem;padding:0;border:0}dialog:not(:modal){display:none}button{float:inline-end;width:44px;height:44px}',
)

/** `<tuvens-button event="…">`: the tickets in a dialog, which the link or button inside opens. */
export class TuvensButton extends FramedTickets {
  constructor() {
    const dialog = document.createElement('dialog')
    super(SHEET, dialog)
    const close = document.createElement('button')
    close.textContent = '✕'
    close.onclick = () => dialog.close()
    dialog.append(close)
    this.addEventListener('click', (click) => {
      if (click.composedPath().includes(dialog)) return
      click.preventDefault()
      dialog.ariaLabel = this.attribute('label') || 'Tickets'
      close.ariaLabel = this.attribute('close-label') || 'Close'
      if (dialog.childElementCount < 2) this.show()
      // A dialog that was open when its element was moved is still marked as open.
      dialog.close()
      dialog.showModal()
    })
  }
}
