/** SQLSTATE of PostgreSQL for a row that a unique index does not allow. */
export const UNIQUE_VIOLATION = '23505'
