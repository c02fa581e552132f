import { textIn } from '@tuvens/messages'

/** For what everybody is shown in the same words: pictures to share, and pages that are not translated yet. */
export const ENGLISH = textIn({ language: 'en', locale: 'en-GB' })
