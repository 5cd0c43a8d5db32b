/** Times are milliseconds since the epoch throughout. */
export type Timestamp = number;
