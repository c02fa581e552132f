/** SQLSTATE of PostgreSQL for a row that a unique index does not allow. */
export const UNIQUE_VIOLATION = '23505'
/** SQLSTATE for a row that refers to one that is not there. */
export const FOREIGN_KEY_VIOLATION = '23503'
