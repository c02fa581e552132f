const SAID_AT = [300, 60]

/**
 * Counts a hold down by the time that has passed since the page came, not by the device's clock, which may be wrong.
 * At the end the page is read anew and says what happened.
 */
export function startHold(root: ParentNode): void {
  const hold = root.querySelector<HTMLElement>('[data-hold-seconds]')
  const shown = root.querySelector<HTMLElement>('[data-hold-left]')
  if (hold === null || shown === null) return
  const total = Number(hold.dataset['holdSeconds'])
  const started = performance.now()
  shown.hidden = false
  const tick = () => {
    const left = Math.max(0, Math.ceil(total - (performance.now() - started) / 1000))
    shown.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')} left`
    // Read out only now and then; a voice every second helps nobody.
    shown.setAttribute('aria-live', SAID_AT.includes(left) ? 'polite' : 'off')
    hold.toggleAttribute('data-soon', left <= 120)
    if (left > 0) setTimeout(tick, 1000 - ((performance.now() - started) % 1000))
    else setTimeout(() => location.reload(), 1500)
  }
  tick()
}
