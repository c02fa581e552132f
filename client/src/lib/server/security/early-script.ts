import { THEME_SCRIPT } from '@tuvens/design'

/** Messages kept for a widget that is not listening yet. */
const KEPT = 20

/**
 * Runs before anything else: the theme, and the messages of a ticket frame that was quicker than this page's scripts.
 * The widget takes them over from `window.earlyMessages` (see services/frameMessages.ts).
 */
export const EARLY_SCRIPT = `${THEME_SCRIPT};(()=>{const m=window.earlyMessages=[];addEventListener('message',e=>{if(m.length<${KEPT})m.push({origin:e.origin,source:e.source,data:e.data})})})()`
