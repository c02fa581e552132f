import type { ReferenceDocument } from './document.ts'
import { inline, OperationSection } from './operation.tsx'
import { Overview } from './overview.tsx'
import { type ReferencePage, slugOf } from './page.tsx'

/** The page at an address below the first one; that one is at ''. */
export function pageOf(slug: string, document: ReferenceDocument): ReferencePage | undefined {
  if (slug === '')
    return {
      title: 'Reference',
      description: 'Every call of the API of Tuvens Ticketing, with examples.',
      slug,
      body: <Overview {...document} />,
    }
  const tag = document.tags.find(({ name }) => slugOf(name) === slug)
  if (tag === undefined) return undefined
  const operations = document.operations.filter(({ tags: [name] }) => name === tag.name)
  return {
    title: tag.name,
    description: tag.description,
    slug,
    body: (
      <>
        <h1>{tag.name}</h1>
        <p class="lead">{inline(tag.description)}</p>
        {operations.map((operation) => (
          <OperationSection operation={operation} credentials={document.credentials} />
        ))}
      </>
    ),
  }
}
