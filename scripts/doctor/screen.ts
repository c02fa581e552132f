import type { Paint } from '../../hi-events/src/doctor/render.ts'

/** Prints an examination: with colours and a spinner on a terminal, line by line in a pipe. */
export type Screen = {
  columns: number
  paint: Paint
  print: (...lines: string[]) => void
  /** Shows the running check. */
  begin: (title: string) => void
}

export type Out = Pick<NodeJS.WriteStream, 'write'> & { isTTY?: boolean; columns?: number }

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 100
const WIDE = 100

export function createScreen(out: Out, env: Readonly<Record<string, string | undefined>>): Screen {
  const isLive = out.isTTY === true && env['CI'] === undefined && env['TERM'] !== 'dumb'
  const isPlain = !isLive || (env['NO_COLOR'] ?? '') !== ''
  let stopSpinning: (() => void) | undefined
  const stop = () => {
    stopSpinning?.()
    stopSpinning = undefined
  }
  return {
    columns: out.isTTY === true ? (out.columns ?? WIDE) : WIDE,
    paint: (code, text) => (isPlain || code === '' ? text : `\x1b[${code}m${text}\x1b[0m`),
    print: (...lines) => {
      stop()
      out.write(`${lines.join('\n')}\n`)
    },
    begin: (title) => {
      stop()
      if (isLive) stopSpinning = spin(out, title)
    },
  }
}

/** A spinner before the title, until the line is overwritten. */
function spin(out: Out, title: string): () => void {
  let frame = 0
  const draw = () =>
    out.write(`\r\x1b[K  ${FRAMES[frame++ % FRAMES.length]} ${title.slice(0, (out.columns ?? WIDE) - 5)}`)
  draw()
  const timer = setInterval(draw, FRAME_MS)
  return () => {
    clearInterval(timer)
    out.write('\r\x1b[K')
  }
}
