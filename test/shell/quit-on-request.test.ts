import { expect, it } from 'vitest';
import { quitOnRequest } from '../../src-main/shell/quit-on-request.ts';

function quitting(programs: string[]) {
  const events: string[] = [];
  let answer: (agreed: boolean) => void = () => undefined;
  const request = quitOnRequest({
    programs: () => programs,
    ask: (names) => {
      events.push(`asked about ${names.join(', ')}`);
      return new Promise((resolve) => (answer = resolve));
    },
    quit: () => events.push('quit'),
  });
  return { events, request, answer: (agreed: boolean) => answer(agreed) };
}

it('Keyfob quits at once while no program is connected', async () => {
  const { events, request } = quitting([]);
  await request();
  expect(events).toEqual(['quit']);
});

it('Keyfob names each connected program once, and quits where the user agrees', async () => {
  const { events, request, answer } = quitting(['Claude Code', 'Codex', 'Claude Code']);
  const done = request();
  expect(events).toEqual(['asked about Claude Code, Codex']);
  answer(true);
  await done;
  expect(events).toEqual(['asked about Claude Code, Codex', 'quit']);
});

it('Keyfob goes on where the user stays, asks one question at a time, and asks again the next time', async () => {
  const { events, request, answer } = quitting(['Codex']);
  const done = request();
  await request();
  expect(events).toEqual(['asked about Codex']);
  answer(false);
  await done;
  expect(events).toEqual(['asked about Codex']);
  void request();
  expect(events).toEqual(['asked about Codex', 'asked about Codex']);
});
