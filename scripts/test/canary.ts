import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Claim, type ClaimContext, claim } from './claim.ts'
import { playwrightClaim, vitestClaim } from './suites.ts'

type Bird = { says: string; files: Record<string, string>; claim: Claim }

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    strict: true,
    noEmit: true,
    module: 'ESNext',
    moduleResolution: 'Bundler',
    target: 'ES2023',
    types: [],
  },
  include: ['*.ts'],
})
const WRONG_TEST = `import { expect, test } from 'vitest'\ntest('one is two', () => expect(1).toBe(2))\n`

/** Things that are wrong on purpose. Each has to be found by the very runner that guards the product against it. */
const BIRDS: Bird[] = [
  {
    says: 'a failing test',
    files: { 'wrong.test.ts': WRONG_TEST },
    claim: vitestClaim('canary-vitest', ''),
  },
  {
    says: 'a test file that does not load',
    files: { 'wrong.test.ts': `import './nowhere.ts'\n` },
    claim: vitestClaim('canary-vitest-load', ''),
  },
  {
    says: 'a suite without a test',
    files: { 'readme.txt': '' },
    claim: vitestClaim('canary-vitest-empty', ''),
  },
  {
    says: 'a failing browser test',
    files: {
      'e2e/playwright.config.ts': 'export default { workers: 1 }\n',
      'e2e/wrong.spec.ts': WRONG_TEST.replace("'vitest'", "'@playwright/test'"),
    },
    claim: playwrightClaim('canary-playwright', ''),
  },
  {
    says: 'a wrong type',
    files: { 'wrong.ts': `export const one: number = 'one'\n`, 'tsconfig.json': TSCONFIG },
    claim: claim('canary-types', '', [{ script: 'node_modules/typescript/bin/tsc', args: ['--noEmit'] }]),
  },
  {
    says: 'a promise nobody waits for',
    files: { 'wrong.ts': `const wait = async () => 1\nwait()\nexport {}\n`, 'tsconfig.json': TSCONFIG },
    claim: claim('canary-lint', '', [
      {
        script: 'node_modules/oxlint/bin/oxlint',
        args: ['--type-aware', '-D', 'typescript/no-floating-promises', 'wrong.ts'],
      },
    ]),
  },
]

/** The gate can fail: a gate that cannot proves nothing. */
export const canary: Claim = {
  word: 'canary',
  says: 'The gate fails when it should',
  run: async (context) => {
    const outcomes = []
    for (const bird of BIRDS) outcomes.push(await isCaught(context, bird))
    const failed = outcomes.filter((caught) => !caught).length
    return { passed: outcomes.length - failed, failed }
  },
}

/** Runs a claim over a folder of its own that holds what is wrong. */
async function isCaught(context: ClaimContext, { files, claim: guard }: Bird): Promise<boolean> {
  const root = mkdtempSync(join(tmpdir(), 'tuvens-canary-'))
  try {
    symlinkSync(join(context.root, 'node_modules'), join(root, 'node_modules'), 'junction')
    mkdirSync(join(root, 'e2e'))
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
    const { failed } = await guard.run({ ...context, root }, join(context.logs, `${guard.word}.log`))
    return failed > 0
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
