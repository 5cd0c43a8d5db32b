import { steps, type Order } from './steps.ts';

// Runs one step up to the point where its parent kills it; the order is on the command line.
const order = JSON.parse(process.argv[2] ?? '') as Order;
await steps[order.step](order);
