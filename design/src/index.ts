export { FAVICON, icon, MARK, type IconName, svgParts } from './icons.ts'
export { DATE_LOOKS } from './dates.ts'
export { headingOf, OFFER_WORDS, PHASES, type PhaseLook, type PhaseTone } from './phases.ts'
export { THEME_SCRIPT } from './theme.ts'
