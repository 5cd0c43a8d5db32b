import { expect, it } from 'vitest';
import { app } from '../../src-main/ipc/areas/app.ts';
import type { Requester, Services } from '../../src-main/ipc/area.ts';

const save = app['app:save-media'];

/** The dialog in which the person chooses `file`. */
function saving(file: string | undefined) {
  const written: [name: string, contents: string][] = [];
  const files: Partial<Services['files']> = {
    save: async (name, contents) => {
      written.push([name, Buffer.from(contents).toString()]);
      return file;
    },
  };
  const answer = save.answer({ files } as Services, {} as Requester, {
    mimeType: 'image/svg+xml',
    data: btoa('<svg/>'),
  });
  return { answer, written };
}

it('a saved picture is written as its bytes, under a name of its kind', async () => {
  const { answer, written } = saving('/home/ann/picture.svg');
  expect(await answer).toBe(true);
  expect(written).toEqual([['keyfob-image.svg', '<svg/>']]);
});

it('a saved picture that the person cancels is reported as such', async () => {
  expect(await saving(undefined).answer).toBe(false);
});

it('the request to save accepts pictures and sounds alone, and no path for them', () => {
  const good = { mimeType: 'audio/mpeg', data: '' };
  expect(save.input.safeParse(good).success).toBe(true);
  for (const mimeType of ['text/html', 'toString', 'image/png; a=b'])
    expect(save.input.safeParse({ ...good, mimeType }).success).toBe(false);
  expect(save.input.safeParse({ ...good, file: '/etc/passwd' }).success).toBe(false);
});
