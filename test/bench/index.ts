/**
 * node test/bench/index.ts [PART...]
 *
 * Every benchmark measures both sides in one run and prints a line of JSON per figure.
 */
const parts: Record<string, () => Promise<object[]>> = {
  // Loaded on demand: each part imports a library that would distort the others' figures.
  'start-up': async () => (await import('./start-up.ts')).measureStartUp(),
  window: async () => (await import('./window.ts')).measureWindow(),
  table: async () => (await import('./table.ts')).measureTable(),
  tokens: async () => (await import('./tokens.ts')).measureTokens(),
  history: async () => (await import('./history.ts')).measureHistory(),
  stalls: async () => (await import('./stalls.ts')).measureStalls(),
  palette: async () => (await import('./palette.ts')).measurePalette(),
  day: async () => (await import('./day.ts')).measureDay(),
  connect: async () => (await import('./connect.ts')).measureConnect(),
  programs: async () => (await import('./programs.ts')).measurePrograms(),
  bridge: async () => (await import('./bridge.ts')).measureBridge(),
};

const wanted = process.argv.slice(2);
for (const name of wanted.length > 0 ? wanted : Object.keys(parts)) {
  const measure = parts[name];
  if (!measure) throw new Error(`There is no part ${name}: ${Object.keys(parts).join(', ')}.`);
  for (const row of await measure()) console.log(JSON.stringify(row));
}
