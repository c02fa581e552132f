// Shows progress: one line for each step, with its duration. Plain Node, because it runs before the packages are installed.

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 100
/** Where lines cannot be redrawn (a pipe, a CI log), a step that takes longer than this also prints a line when it begins. */
const QUIET_MS = 3000
/** There, a step that takes longer still prints how far it is, so often. */
const PROGRESS_MS = 15_000

/** A failure with a fix: the message explains what to do, and is shown without a stack. */
export class PlainError extends Error {
  name = 'PlainError'
}

/** @param {NodeJS.WriteStream} out */
export function createSteps(out = process.stdout) {
  const live = out.isTTY === true && process.env.CI === undefined && process.env.TERM !== 'dumb'
  // Without a listener, a closed pipe would end the process.
  out.on('error', () => {})
  const paint = (code, text) =>
    live && process.env.NO_COLOR === undefined ? `\x1b[${code}m${text}\x1b[0m` : text

  return {
    print: (text = '') => out.write(`${text}\n`),
    dim: (text) => paint('2', text),
    bold: (text) => paint('1', text),
    /**
     * Runs `work` and prints its duration and outcome. `work` can show its progress with `note(text)`.
     * Returns the result of `work`.
     */
    async step(title, work) {
      const line = live ? redrawn(out, title, paint) : plain(out, title)
      const from = Date.now()
      try {
        const result = await work(line.note)
        line.end(`${paint('32', '✓')} ${title}`, line.last(), seconds(from))
        return result
      } catch (error) {
        line.end(`${paint('31', '✗')} ${title}`, '', seconds(from))
        throw error
      }
    },
  }

  function seconds(from) {
    return paint('2', `${((Date.now() - from) / 1000).toFixed(1)} s`)
  }
}

function redrawn(out, title, paint) {
  let [frame, note] = [0, '']
  const draw = () => {
    frame = (frame + 1) % FRAMES.length
    const room = Math.max(0, (out.columns ?? 80) - title.length - 8)
    out.write(`\r\x1b[K  ${FRAMES[frame]} ${title} ${paint('2', note.slice(0, room))}`)
  }
  draw()
  const timer = setInterval(draw, FRAME_MS)
  return {
    note: (text) => {
      note = text
    },
    last: () => note,
    end: (text, lastNote, time) => {
      clearInterval(timer)
      out.write(`\r\x1b[K  ${[text, paint('2', lastNote), time].filter(Boolean).join('  ')}\n`)
    },
  }
}

function plain(out, title) {
  let note = ''
  const write = () => out.write(`  ${['…', title, note].filter(Boolean).join(' ')}\n`)
  const first = setTimeout(write, QUIET_MS).unref()
  const progress = setInterval(write, PROGRESS_MS).unref()
  return {
    note: (text) => {
      note = text
    },
    last: () => note,
    end: (text, lastNote, time) => {
      clearTimeout(first)
      clearInterval(progress)
      out.write(`  ${[text, lastNote, time].filter(Boolean).join('  ')}\n`)
    },
  }
}
