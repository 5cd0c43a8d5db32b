import { writeSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { take, type Order } from './steps.ts';

// Told on its command line what to do. As somebody else it could not read this project's files any more: what is still to be
// loaded is SQLite's binding, so that first.
const order = JSON.parse(process.argv[2] ?? '') as Order;
new BetterSqlite3(':memory:').close();
if (order.uid !== undefined) {
  process.setgroups?.([]);
  process.setgid?.(order.uid);
  process.setuid?.(order.uid);
}
writeSync(1, JSON.stringify(await take(order)));
