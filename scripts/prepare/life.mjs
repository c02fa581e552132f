/** One Ctrl-C can arrive twice: from the terminal, and passed on by npm. */
const ECHO_MS = 700

/**
 * How this process ends: what was begun is closed again, the last first, whether by a signal, a failure or the end.
 * A second signal ends at once; what watches the `exit` event (the parent watch of children) still runs.
 */
export function createLife() {
  const closers = []
  let leaving
  const life = {
    /** What a signal makes of the exit code: a stop that was asked for is no failure once everything runs. */
    codeOfSignal: 130,
    isLeaving: () => leaving !== undefined,
    onLeave: (close) => closers.push(close),
    leave(code) {
      leaving ??= closeAll(closers).finally(() => process.exit(code))
      return leaving
    },
  }
  let first
  const onSignal = () => {
    first ??= Date.now()
    if (leaving === undefined) life.leave(life.codeOfSignal)
    else if (Date.now() - first > ECHO_MS) process.exit(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
  return life
}

async function closeAll(closers) {
  while (closers.length > 0) {
    try {
      await closers.pop()()
    } catch (error) {
      process.stderr.write(`${error?.stack ?? error}\n`)
    }
  }
}
