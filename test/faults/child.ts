import { steps, type Order } from './steps.ts';

// Told on its command line what to do and where to stop; whoever started it kills it there.
const order = JSON.parse(process.argv[2] ?? '') as Order;
await steps[order.step](order);
