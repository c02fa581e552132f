import { describe, expect, it } from 'vitest'
import { renderSection, show, showRatio } from './table.ts'

describe('a table of results', () => {
  it('is Markdown with aligned columns', () => {
    const text = renderSection({
      title: 'Issuing',
      description: 'How.',
      columns: ['server', 'calls/s'],
      rows: [
        ['floor', '1,200'],
        ['the API', '900'],
      ],
      ratios: ['a ratio'],
    })
    expect(text.split('\n')).toEqual([
      '## Issuing',
      '',
      'How.',
      '',
      '| server  | calls/s |',
      '|:--------|--------:|',
      '| floor   |   1,200 |',
      '| the API |     900 |',
      '',
      '- a ratio',
      '',
    ])
  })

  it('shows a number with about three significant digits', () => {
    expect([1234.5, 99.94, 0.456, NaN].map(show)).toEqual(['1,235', '99.9', '0.46', '–'])
  })

  it('shows the range of a ratio and its goal', () => {
    const line = showRatio({ description: 'API / floor', of: [8, 9, 7], to: [10, 10, 10], goal: '≥ 0.75' })
    expect(line).toBe('API / floor: **0.80** (0.70–0.90 in 3 rounds; goal ≥ 0.75)')
  })
})
