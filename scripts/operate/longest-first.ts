import { basename } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Seconds that the longest drills take alone on two cores. */
const SECONDS: Record<string, number> = {
  'rolling-release.test.ts': 360,
  'rollback.test.ts': 220,
  'secrets.test.ts': 200,
  'monitoring.test.ts': 190,
  'image.test.ts': 140,
}

/** Starts the longest drills first, so that none of them is left to run alone. The order of other files stays. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const secondsOf = ({ moduleId }: TestSpecification) => SECONDS[basename(moduleId)] ?? 0
    return (await super.sort(files)).toSorted((a, b) => secondsOf(b) - secondsOf(a))
  }
}
