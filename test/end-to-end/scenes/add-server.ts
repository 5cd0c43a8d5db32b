import { openAddServer } from '../person.ts';
import { answerWith, type Scene, type Stage } from './stage.ts';

const host = 'mcp.slow.example';

/** A look at an address that takes its time, and one that comes to nothing. */
export function addServerScenes(stage: Stage): Scene[] {
  const look = async (answer: Parameters<typeof answerWith<'connections:discover'>>[2]) => {
    await stage.away();
    await answerWith(stage, 'connections:discover', answer);
    await openAddServer(stage.window);
    await stage.window.getByLabel('Address').fill(`https://${host}/mcp`);
    await stage.window.getByLabel('Address').press('Enter');
    await answerWith(stage, 'connections:discover');
  };
  return [
    {
      name: 'add-server-looking',
      async show(window) {
        await look('never');
        await window.getByText(`Asking ${host}`).waitFor();
      },
    },
    {
      name: 'add-server-failed',
      async show(window) {
        await look({ ok: false, error: { code: 'timed_out', values: { host }, remedy: 'retry' } });
        await window.getByRole('alert').waitFor();
      },
    },
  ];
}
