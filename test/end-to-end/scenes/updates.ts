import type { UpdateView } from '../../../src-preload/contract.ts';
import { noUpdateView } from '../../support/no-desktop.ts';
import { answerWith, type Scene, type Stage, tell } from './stage.ts';

const offered = { version: '1.3.0', date: Date.UTC(2026, 10, 1) };
const command = 'sudo apt update && sudo apt install --only-upgrade keyfob';

/** What is said of updates: above the page, in the settings, and the report of a problem. */
export function updateScenes(stage: Stage): Scene[] {
  const say = (update: Partial<UpdateView>) => tell(stage, 'update:changed', { ...noUpdateView, ...update });
  const banner = (name: string, update: Partial<UpdateView>): Scene => ({
    name,
    async show(window) {
      await stage.see('Weather');
      await say(update);
      await window.getByRole('region', { name: /^Keyfob (?:was updated|1\.3\.0|\S+ is installed)/ }).waitFor();
    },
  });
  return [
    banner('update-restart', { isRestartDue: true }),
    banner('update-news', { news: 'installed' }),
    banner('update-offer', { offered, command }),
    {
      name: 'preferences-updates',
      async show(window) {
        await say({});
        const update: UpdateView = {
          ...noUpdateView,
          checks: 'possible',
          host: 'updates.keyfob.example',
          isManaged: true,
          checkedAt: Date.UTC(2026, 10, 29, 9),
          offered,
          command,
          failure: { code: 'update_wrong_key', values: { host: 'updates.keyfob.example' } },
        };
        await answerWith(stage, 'update:describe', { ok: true, value: update });
        await stage.see('Weather');
        await window.getByRole('button', { name: 'Keyfob settings' }).click();
        await window.getByRole('button', { name: 'Check now' }).waitFor();
        await window.getByRole('region', { name: 'Updates' }).scrollIntoViewIfNeeded();
        await answerWith(stage, 'update:describe');
      },
    },
    {
      name: 'report-problem',
      async show(window) {
        await say({});
        const line = '{"at":"2026-11-30T12:00:00.000Z","level":"info","message":"checked for updates","counter":7}\n';
        const text = `Keyfob 1.2.3\nElectron 45.4.1\nSystem: linux x64, 6.1.0\n\nLog, 40 of 40 lines:\n${line.repeat(40)}`;
        const place = { kind: 'issues', address: 'https://keyfob.example/issues' } as const;
        await answerWith(stage, 'report:describe', { ok: true, value: { text, place } });
        await stage.see('Weather');
        await window.getByRole('button', { name: 'Keyfob settings' }).click();
        await window.getByRole('button', { name: 'Report a problem…' }).click();
        await window.getByRole('button', { name: 'Save…' }).waitFor();
        await answerWith(stage, 'report:describe');
      },
    },
  ];
}
