import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Claim, type ClaimContext, claim } from './claim.ts'
import { playwrightClaim, vitestClaim } from './suites.ts'

type KnownDefect = { title: string; files: Record<string, string>; claim: Claim }

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

/** Deliberate defects. The runner that protects the product against a kind of defect must find its example here. */
const KNOWN_DEFECTS: KnownDefect[] = [
  {
    title: 'a failing test',
    files: { 'wrong.test.ts': WRONG_TEST },
    claim: vitestClaim('canary-vitest', ''),
  },
  {
    title: 'a test file that does not load',
    files: { 'wrong.test.ts': `import '../nowhere.ts'\n` },
    claim: vitestClaim('canary-vitest-load', ''),
  },
  {
    title: 'a suite without a test',
    files: { 'readme.txt': '' },
    claim: vitestClaim('canary-vitest-empty', ''),
  },
  {
    title: 'a failing browser test',
    files: {
      'e2e/playwright.config.ts': 'export default { workers: 1 }\n',
      'e2e/wrong.spec.ts': WRONG_TEST.replace("'vitest'", "'@playwright/test'"),
    },
    claim: playwrightClaim('canary-playwright', ''),
  },
  {
    title: 'a wrong type',
    files: { 'wrong.ts': `export const one: number = 'one'\n`, 'tsconfig.json': TSCONFIG },
    claim: claim('canary-types', '', [{ script: 'node_modules/typescript/bin/tsc', args: ['--noEmit'] }]),
  },
  {
    title: 'a promise that is not awaited',
    files: { 'wrong.ts': `const wait = async () => 1\nwait()\nexport {}\n`, 'tsconfig.json': TSCONFIG },
    claim: claim('canary-lint', '', [
      {
        script: 'node_modules/oxlint/bin/oxlint',
        args: ['--type-aware', '-D', 'typescript/no-floating-promises', 'wrong.ts'],
      },
    ]),
  },
]

/** Checks that the gate can fail: a gate that always passes proves nothing. */
export const canary: Claim = {
  name: 'canary',
  title: 'The gate finds deliberate defects',
  run: async (context) => {
    const failures: string[] = []
    for (const defect of KNOWN_DEFECTS) if (!(await isFound(context, defect))) failures.push(defect.title)
    return { passed: KNOWN_DEFECTS.length - failures.length, failed: failures.length, failures }
  },
}

/** Runs a claim on a temporary folder that contains the defect. */
async function isFound(context: ClaimContext, { files, claim: guard }: KnownDefect): Promise<boolean> {
  const root = mkdtempSync(join(tmpdir(), 'tuvens-canary-'))
  try {
    symlinkSync(join(context.root, 'node_modules'), join(root, 'node_modules'), 'junction')
    mkdirSync(join(root, 'e2e'))
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
    const { failed } = await guard.run({ ...context, root }, join(context.logs, `${guard.name}.log`))
    return failed > 0
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
