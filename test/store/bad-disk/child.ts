import { writeSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { take, type Order } from './steps.ts';

// The command line names the step. As another user the process could not read this project's files any more, so
// SQLite's binding, which is not loaded yet, is loaded first.
const order = JSON.parse(process.argv[2] ?? '') as Order;
new BetterSqlite3(':memory:').close();
if (order.uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(order.uid);
  process.setuid?.(order.uid);
}
writeSync(1, JSON.stringify(await take(order)));
