import { migrateDown, migrateUp, readMigrations } from '@tuvens/platform/db/migrate'
import { createTestDatabase, type TestDatabase } from '@tuvens/platform/test-support/database'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { breaksOf } from './breaks.ts'
import { readPreviousRelease } from './previous-release.ts'
import { readSchema } from './schema.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const previous = readPreviousRelease(ROOT)

let test: TestDatabase
beforeEach(async () => {
  test = await createTestDatabase('template1')
})
afterEach(() => test.drop())

describe.each(['api', 'hi-events', 'box-office'] as const)(
  'the migrations of %s since the previous release',
  (service) => {
    const folder = join(ROOT, service, 'migrations')
    const known = previous.migrations[service]

    it('let the previous release run on the schema that they make, and say so in their first line', async () => {
      const added = (await readMigrations(folder)).slice(known)
      expect(added.filter(({ isCompatible }) => !isCompatible).map(({ name }) => name)).toEqual([])
    })

    it('add, and take nothing from the previous release', async () => {
      await migrateUp(test.db, folder)
      const after = await readSchema(test.db)
      await migrateDown(test.db, folder, known)
      expect(breaksOf(await readSchema(test.db), after)).toEqual([])
    })
  },
)

describe('a migration', () => {
  const breaksBy = async (...statements: string[]) => {
    await test.db.unsafe(`
      create type pace as enum ('calm', 'busy');
      create table people (id integer primary key, name text not null, nick text, age integer not null default 0);
      create table visits (id integer primary key, person_id integer);
      create function greet() returns text language sql as $$ select 'hello' $$`)
    const before = await readSchema(test.db)
    for (const each of statements) await test.db.unsafe(each)
    return breaksOf(before, await readSchema(test.db))
  }

  it('that only adds breaks nothing', async () => {
    const breaks = await breaksBy(
      'alter table people add column town text, add column score integer not null default 0',
      'create table towns (id integer primary key, name text not null unique)',
      'alter table people add column town_id integer references towns (id)',
      'create index on people (name)',
      'alter table people alter column name drop not null',
      'create unique index on people (town_id)',
      "alter type pace add value 'tired'",
    )
    expect(breaks).toEqual([])
  })

  it.each([
    ['alter table people drop column nick', 'people.nick is gone'],
    ['alter table people rename column nick to short', 'people.nick is gone'],
    ['drop table visits', 'visits.id is gone'],
    ['alter table people rename to persons', 'people.id is gone'],
    ['alter table people alter column age type bigint', 'people.age is bigint in place of integer'],
    ['alter table people alter column nick set not null', 'people.nick must not be null'],
    ['alter table people alter column age drop default', 'people.age has no default'],
    ['alter table people add column town text not null', 'people.town is new and has to be written'],
    [
      'alter table people add constraint old check (age < 200)',
      'people has the new rule old: CHECK ((age < 200))',
    ],
    ['create unique index names on people (name)', 'people has the new rule names: CREATE UNIQUE INDEX'],
    [
      'alter table visits add constraint person foreign key (person_id) references people (id)',
      'visits has the new rule person: FOREIGN KEY',
    ],
    ['drop function greet()', 'function greet() is gone'],
  ])('such as "%s" breaks the previous release', async (statement, found) => {
    expect((await breaksBy(statement)).join('\n')).toContain(found)
  })
})
