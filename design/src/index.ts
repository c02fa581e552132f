export { icon, MARK, type IconName } from './icons.ts'
export { PHASES, type PhaseLook, type Tone } from './phases.ts'
export { THEME_SCRIPT } from './theme.ts'
