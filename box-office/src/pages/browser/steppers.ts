/** Shows the − and + buttons beside a number field; they change it within its bounds. */
export function startSteppers(root: ParentNode): void {
  for (const stepper of root.querySelectorAll<HTMLElement>('.stepper')) {
    const input = stepper.querySelector('input')
    const buttons = [...stepper.querySelectorAll<HTMLButtonElement>('button[data-step]')]
    if (input !== null) connect(input, buttons)
  }
}

function connect(input: HTMLInputElement, buttons: readonly HTMLButtonElement[]): void {
  const [min, max] = [Number(input.min), Number(input.max)]
  const show = () => {
    for (const button of buttons) {
      const next = Number(input.value) + stepOf(button)
      button.disabled = next < min || next > max
    }
  }
  for (const button of buttons) {
    button.hidden = false
    button.addEventListener('click', () => {
      input.value = String(Math.min(max, Math.max(min, Number(input.value) + stepOf(button))))
      show()
    })
  }
  input.addEventListener('input', show)
  show()
}

function stepOf(button: HTMLButtonElement): number {
  return Number(button.dataset['step'])
}
