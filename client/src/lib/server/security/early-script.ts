import { THEME_SCRIPT } from '@tuvens/design'

/** Messages stored for a widget that does not listen yet. */
const MAX_MESSAGES = 20

/**
 * Runs before any other script: sets the theme, and stores messages of a ticket frame that loads before this page's
 * scripts. The widget reads them from `window.earlyMessages` (see services/frameMessages.ts).
 */
export const EARLY_SCRIPT = `${THEME_SCRIPT};(()=>{const m=window.earlyMessages=[];addEventListener('message',e=>{if(m.length<${MAX_MESSAGES})m.push({origin:e.origin,source:e.source,data:e.data})})})()`
