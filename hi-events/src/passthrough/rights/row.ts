/**
 * Who may have the token of the ticket system with a request.
 *
 * `view`: who may view reports; `edit`: who may manage ticketing; `account`: who may manage members; `open`: anyone, and
 * without the token where the event is not one of theirs.
 */
export type Need = 'view' | 'edit' | 'account' | 'open'

/**
 * One row of the table of rights. `:event` stands for the id of an event that is linked to the account, `:id` for any other
 * part of a path. A literal part wins over `:id`.
 */
export type Row = `${Need} ${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`
