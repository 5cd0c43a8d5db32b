import { sitDown } from '../end-to-end/desktop.ts';
import { addServer, openTool, ready, runTool } from '../end-to-end/person.ts';
import { openScriptedServer } from '../support/open-scripted-server.ts';
import { scriptedTools } from '../support/scripted-tools.ts';
import { frames } from './late-frames.ts';

const rows = 10_000;

/** A result of 10,000 rows as a table in the real window: frames that come late while it is scrolled, and at rest. */
export async function measureTable() {
  const text = JSON.stringify(Array.from({ length: rows }, (_, id) => rowOf(id)));
  const server = await openScriptedServer({
    '/mcp': scriptedTools([{ name: 'list', annotations: { readOnlyHint: true }, content: [{ type: 'text', text }] }]),
  });
  const desktop = await sitDown();
  try {
    const running = await desktop.launch();
    const { window } = running;
    await ready(window);
    await addServer(window, { name: 'Rows', url: `${server.origin}/mcp` });
    await openTool(window, 'Rows', 'list');
    await runTool(window);
    await window.getByRole('table').waitFor();
    const keyfob = await frames(window, '[role="table"] [role="row"][aria-rowindex="2"]');
    const idlePage = await frames(window, null);
    await running.quit();
    return [{ metric: 'scrolling a table, frames that came late', rows, unit: 'of 120', keyfob, idlePage }];
  } finally {
    await server.close();
    await desktop.leave();
  }
}

/** Short, because a text of more than a million characters is not read as JSON. */
function rowOf(id: number) {
  return { id, title: `Issue ${id} of a long list`, estimate: id % 5 ? id : null, labels: ['a'], owner: { id } };
}
