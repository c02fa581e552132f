/** One Ctrl-C can arrive twice: from the terminal, and forwarded by npm. */
const ECHO_MS = 700
const PARENT_CHECK_MS = 300

/**
 * Ends the process in order, after a signal, a failure or a normal end: closers run in reverse order of registration.
 * A second signal ends the process at once; listeners of the `exit` event still run.
 */
export function createShutdown() {
  const closers = []
  let exiting
  const shutdown = {
    /** Exit code after a signal. `npm start` sets it to 0 once everything runs: a requested stop is no failure. */
    signalExitCode: 130,
    isExiting: () => exiting !== undefined,
    onExit: (close) => closers.push(close),
    exit(code) {
      exiting ??= closeAll(closers).finally(() => process.exit(code))
      return exiting
    },
  }
  let first
  const onSignal = () => {
    first ??= Date.now()
    if (exiting === undefined) shutdown.exit(shutdown.signalExitCode)
    else if (Date.now() - first > ECHO_MS) process.exit(1)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal)
  if (process.env.npm_lifecycle_event !== undefined) watchParent(() => shutdown.exit(shutdown.signalExitCode))
  return shutdown
}

/** A signal that ends npm may reach only its shell, which passes none on: what npm has started ends with it. */
function watchParent(onEnd) {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onEnd()
  }, PARENT_CHECK_MS)
  timer.unref()
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
