import { type Entry, findEntries, prepareEntries } from '../../src-renderer/views/palette/find-entries.ts';
import { median } from './median.ts';

const words = ['create', 'list', 'update', 'search', 'delete', 'export', 'comment', 'assign', 'archive', 'read'];
const things = ['issue', 'project', 'page', 'invoice', 'customer', 'branch', 'file', 'meeting', 'report', 'label'];

/** What a palette over 5,000 tools of 50 servers takes for each letter that is typed, in milliseconds. */
export async function measurePalette(): Promise<object[]> {
  const entries = Array.from({ length: 5000 }, (_, index): Entry => {
    const label = `${words[index % 10]}_${things[Math.floor(index / 10) % 10]}_${index}`;
    return { id: label, kind: 'tool', label, detail: `Server ${index % 50}`, act: () => undefined };
  });
  const preparing: number[] = [];
  const letters: number[] = [];
  for (let run = 0; run < 20; run += 1) {
    const fresh = [...entries];
    preparing.push(cpu(() => prepareEntries(fresh)));
    for (let length = 1; length <= typed.length; length += 1)
      letters.push(cpu(() => findEntries(fresh, typed.slice(0, length), [])));
  }
  return [
    { what: 'palette over 5,000 tools, reading them once', ms: median(preparing) },
    { what: 'palette over 5,000 tools, each letter', ms: median(letters), worst: Math.max(...letters) },
  ];
}

const typed = 'crtissue 4';

/** In milliseconds of the processor, which other programs do not lengthen. */
function cpu(act: () => unknown): number {
  const before = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
