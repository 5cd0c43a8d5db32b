import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Requester, Services } from '../../../src-main/ipc/area.ts';
import { app } from '../../../src-main/ipc/areas/app.ts';
import { everywhere, type SystemCase } from '../system-case.ts';

const answer = (copy: Services['copy']) =>
  Promise.resolve(app['app:copy'].answer({ copy } as Services, {} as Requester, { text: 'x' }));

const row: SystemCase = {
  title: 'a page that copies is answered once the text is in the clipboard',
  source: 'electron/electron docs/breaking-changes.md lines 161 to 196: the methods of clipboard return promises',
  cells: everywhere(async () => {
    const written = Promise.withResolvers<void>();
    let isAnswered = false;
    const answered = answer(() => written.promise).then(() => (isAnswered = true));
    await setImmediate();
    expect(isAnswered).toBe(false);
    written.resolve();
    await answered;
    await expect(answer(async () => Promise.reject(new Error('in use')))).rejects.toThrow('in use');
  }),
};

export default row;
