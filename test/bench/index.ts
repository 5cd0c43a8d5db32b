import { measureStartUp } from './start-up.ts';

/** Every benchmark measures both sides in one run and prints a line of JSON for each figure. */
for (const row of await measureStartUp()) console.log(JSON.stringify(row));
