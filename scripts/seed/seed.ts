import type { Settings } from '../start/settings.ts'
import type { Steps } from '../start/types.ts'

export type Demo = {
  password: string
  organisers: { account: string; name: string; email: string }[]
}

/** Demo data, once. */
export async function seedDemo(_given: {
  data: string
  settings: Settings
  steps: Steps
}): Promise<Demo | undefined> {
  return undefined
}
