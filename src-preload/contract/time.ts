/** Milliseconds since the epoch. */
export type Timestamp = number;
