import { rmSync } from 'node:fs'
import type { Claim } from './claim.ts'
import { runCommand } from './claim.ts'
import { countPlaywright, countVitest } from './counts.ts'

const VITEST = 'node_modules/vitest/vitest.mjs'
const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js'

/** A claim of many tests, run by vitest. */
export function vitestClaim(name: string, title: string, { args = [], cwd = '.' }: VitestRun = {}): Claim {
  return {
    name,
    title,
    run: async (context, log) => {
      const report = `${log}.json`
      rmSync(report, { force: true })
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
      const code = await runCommand(
        context,
        { script: VITEST, args: ['run', ...args, ...reporters], cwd },
        log,
      )
      return countVitest(report, code)
    },
  }
}

type VitestRun = { args?: string[]; cwd?: string }

/** A claim of many tests, run by Playwright. */
export function playwrightClaim(name: string, title: string, args: string[] = []): Claim {
  return {
    name,
    title,
    run: async (context, log) => {
      const report = `${log}.json`
      rmSync(report, { force: true })
      const command = {
        script: PLAYWRIGHT,
        args: [
          'test',
          '--config=e2e/playwright.config.ts',
          '--reporter=list,json',
          // Its own folder, because the next run of Playwright deletes the screenshots in the default one.
          `--output=test-results/${name}`,
          ...args,
        ],
        env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
      }
      return countPlaywright(report, await runCommand(context, command, log))
    },
  }
}
