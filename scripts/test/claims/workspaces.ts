/** Workspaces, which are projects of vitest, and the statements that their tests prove. */
export const WORKSPACES = [
  ['contract', 'Contract: schemas, signatures and tables are correct'],
  ['messages', 'Messages: every language has every text'],
  ['platform', 'Platform: the common base of the services works'],
  ['design', 'Design: colours have enough contrast and each phase has its look'],
  ['api', 'API: sessions, webhooks, statuses and streams work'],
  ['hi-events', 'Ticket origin: landing, relay, picker and pass-through work'],
  ['box-office', 'Box office: it behaves like the recorded Hi.Events'],
  ['embed', 'Embed: the loader is small, and stays as it was released'],
  ['sdk', 'Client: it calls the API safely, and its package is sound'],
  ['scripts', 'Scripts: the commands work'],
  ['bench', 'Bench: the measurements are correct'],
  ['e2e', 'Nothing lost: whole systems recover from faults'],
] as const
