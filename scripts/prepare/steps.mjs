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
  const lines = live ? redrawn(out, paint) : plain(out)

  return {
    print: (text = '') => lines.print(`${text}\n`),
    dim: (text) => paint('2', text),
    bold: (text) => paint('1', text),
    /**
     * Runs `work` and prints its duration and outcome. `work` can show its progress with `note(text)`.
     * Steps may run side by side. Returns the result of `work`.
     */
    async step(title, work) {
      const line = lines.start(title)
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

/** One line at the bottom for all steps under way; what is printed goes above it. */
function redrawn(out, paint) {
  const running = new Map()
  let [frame, timer] = [0, undefined]
  const clear = () => out.write('\r\x1b[K')
  const draw = () => {
    frame = (frame + 1) % FRAMES.length
    const text = [...running.values()].map((each) => each.filter(Boolean).join(' ')).join(' · ')
    clear()
    out.write(`  ${FRAMES[frame]} ${paint('2', text.slice(0, Math.max(0, (out.columns ?? 80) - 8)))}`)
  }
  const print = (text) => {
    if (running.size > 0) clear()
    out.write(text)
    if (running.size > 0) draw()
  }
  const start = (title) => {
    const key = Symbol(title)
    const parts = [title, '']
    running.set(key, parts)
    timer ??= setInterval(draw, FRAME_MS)
    draw()
    return {
      note: (text) => {
        parts[1] = text
      },
      last: () => parts[1],
      end: (text, lastNote, time) => {
        running.delete(key)
        clear()
        print(`  ${[text, paint('2', lastNote), time].filter(Boolean).join('  ')}\n`)
        if (running.size > 0) return
        clearInterval(timer)
        timer = undefined
      },
    }
  }
  return { start, print }
}

function plain(out) {
  const start = (title) => {
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
  return { start, print: (text) => out.write(text) }
}
