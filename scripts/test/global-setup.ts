import type { TestProject } from 'vitest/node'
import { startTestCluster } from './test-cluster.ts'

/** Provides one PostgreSQL for the whole run: the one that the caller has started, or one of its own. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_POSTGRES_URL']
  const cluster = given === undefined ? await startTestCluster() : { url: given, stop: async () => {} }
  project.provide('postgresUrl', cluster.url)
  return cluster.stop
}
