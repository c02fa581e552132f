import type { TuvensEvent } from '@tuvens/contract'

/** The name that people read for a category. */
export const CATEGORY_NAMES: Record<string, string> = {
  SOCIAL: 'Social',
  FOOD_DRINK: 'Food & drink',
  CHARITY: 'Charity',
  MUSIC: 'Music',
  ART: 'Art',
  COMEDY: 'Comedy',
  THEATER: 'Theatre',
  BUSINESS: 'Business',
  TECH: 'Tech',
  EDUCATION: 'Education',
  WORKSHOP: 'Workshop',
  SPORTS: 'Sports',
  FESTIVAL: 'Festival',
  NIGHTLIFE: 'Nightlife',
  OTHER: 'Something else',
}

export function categoryName(category: TuvensEvent['category']): string {
  return CATEGORY_NAMES[category] ?? category
}
