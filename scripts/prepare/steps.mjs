// Progress for people: one line a step, with the time it took. Plain Node: runs before anything is installed.

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const FRAME_MS = 100
/** Where nothing can be redrawn (a pipe, a CI log), a step that takes longer than this says that it has begun. */
const QUIET_MS = 3000

/** A failure that a person can act on: one sentence that says what to do, shown without a stack. */
export class PlainError extends Error {
  name = 'PlainError'
}

/** @param {NodeJS.WriteStream} out */
export function createSteps(out = process.stdout) {
  const live = out.isTTY === true && process.env.CI === undefined && process.env.TERM !== 'dumb'
  // The reader of our output may close its end; that must not end the process.
  out.on('error', () => {})
  const paint = (code, text) =>
    live && process.env.NO_COLOR === undefined ? `\x1b[${code}m${text}\x1b[0m` : text

  return {
    say: (text = '') => out.write(`${text}\n`),
    dim: (text) => paint('2', text),
    bold: (text) => paint('1', text),
    /**
     * Runs `work` and tells how it went. `work` gets `note(text)`: a few words on how far it is.
     * What `work` returns is returned.
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
    end: (text, said, time) => {
      clearInterval(timer)
      out.write(`\r\x1b[K  ${[text, paint('2', said), time].filter(Boolean).join('  ')}\n`)
    },
  }
}

function plain(out, title) {
  let note = ''
  const timer = setTimeout(() => out.write(`  … ${title}\n`), QUIET_MS)
  timer.unref()
  return {
    note: (text) => {
      note = text
    },
    last: () => note,
    end: (text, said, time) => {
      clearTimeout(timer)
      out.write(`  ${[text, said, time].filter(Boolean).join('  ')}\n`)
    },
  }
}
