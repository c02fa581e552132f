import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Claim, type ClaimContext, runCommand } from './claim.ts'
import { countPlaywright, countVitest } from './counts.ts'

const VITEST = 'node_modules/vitest/vitest.mjs'
const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js'

/** A claim of many tests, run by vitest. */
export function vitestClaim(name: string, title: string, { args = [], cwd = '.' }: VitestRun = {}): Claim {
  return {
    name,
    title,
    run: async (context, log) => countVitest(reportOf(log), await runVitest(context, log, { args, cwd })),
  }
}

/** The log that the claims of the workspaces share. */
const WORKSPACES_LOG = 'workspaces'

/**
 * A claim for each workspace. They share one run of vitest, in which the tests of one use the time that those of another wait;
 * it takes place with the first of them.
 */
export function workspaceClaims(workspaces: readonly (readonly [name: string, title: string])[]): Claim[] {
  let ended: Promise<number> | undefined
  return workspaces.map(([name, title]) => ({
    name,
    title,
    log: WORKSPACES_LOG,
    run: async (context, log) => {
      const chosen = workspaces.map(([each]) => each).filter((each) => context.chosen.includes(each))
      ended ??= runVitest(context, log, { args: chosen.flatMap((each) => ['--project', each]) })
      return countVitest(reportOf(log), await ended, join(context.root, name))
    },
  }))
}

type VitestRun = { args?: string[]; cwd?: string }

/** @returns the exit code */
function runVitest(context: ClaimContext, log: string, { args = [], cwd = '.' }: VitestRun): Promise<number> {
  const report = reportOf(log)
  rmSync(report, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return runCommand(context, { script: VITEST, args: ['run', ...args, ...reporters], cwd }, log)
}

const reportOf = (log: string) => `${log}.json`

/** A claim of many tests, run by Playwright. */
export function playwrightClaim(name: string, title: string, args: string[] = []): Claim {
  return {
    name,
    title,
    run: async (context, log) => {
      const report = reportOf(log)
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
