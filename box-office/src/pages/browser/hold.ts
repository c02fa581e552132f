/** Seconds left at which a screen reader reads the time aloud: every second would be too often. */
const READ_ALOUD_AT = [300, 60]

/**
 * Counts the reservation down by the time since the page was loaded, because the clock of the device may be wrong.
 * At the end it reloads the page, which then shows that the time is over.
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
    shown.setAttribute('aria-live', READ_ALOUD_AT.includes(left) ? 'polite' : 'off')
    hold.toggleAttribute('data-soon', left <= 120)
    if (left > 0) setTimeout(tick, 1000 - ((performance.now() - started) % 1000))
    else setTimeout(() => location.reload(), 1500)
  }
  tick()
}
