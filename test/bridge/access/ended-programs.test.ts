import { expect, it, onTestFinished } from 'vitest';
import { Permissions } from '../../../src-main/bridge/access/permissions.ts';
import { startKeyfob } from '../../support/keyfob.ts';
import { claude } from './claude.ts';

const day = 86_400_000;

/** `withdrawAfter`: in milliseconds, how long a question stays whose program has ended. */
async function permissions(withdrawAfter: number) {
  const kit = await startKeyfob();
  let onChange: () => void = () => undefined;
  const access = new Permissions({
    context: kit.context,
    hasDisplay: () => true,
    onQuestions: () => onChange(),
    withdrawAfter,
  });
  onTestFinished(() => access.questions.drop());
  const slot = kit.slot(kit.addServer('https://a.example/mcp'));
  /** A connection that asks; `end` ends it. */
  const connect = () => {
    const connection = new AbortController();
    const decided = access.ask(claude(), slot, connection.signal).catch(() => 'gone');
    const end = async () => {
      connection.abort();
      expect(await decided).toBe('gone');
    };
    return { decided, end };
  };
  const changed = () => new Promise<void>((resolve) => (onChange = resolve));
  return { kit, access, slot, connect, changed };
}

it('a question says that its program has ended, once its last connection has', async () => {
  const { access, connect } = await permissions(day);
  const [first, second] = [connect(), connect()];
  await first.end();
  expect(access.questions.list).toMatchObject([{ hasEnded: false }]);
  await second.end();
  expect(access.questions.list).toMatchObject([{ hasEnded: true }]);
});

it('a question keeps its place where its program comes back', async () => {
  const { access, slot, connect } = await permissions(day);
  const first = connect();
  await first.end();
  const other = { ...claude(), pattern: { family: '/opt/other', viaShell: false } };
  void access.ask(other, slot, new AbortController().signal);
  const [{ id } = { id: '' }, later] = access.questions.list;
  const second = connect();
  expect(access.questions.list).toMatchObject([{ id, hasEnded: false }, { id: later?.id }]);
  access.questions.answer(id, 'always');
  expect(await second.decided).toBe('allowed');
});

it('a question whose program does not come back is withdrawn, and decides nothing', async () => {
  const { kit, access, slot, connect, changed } = await permissions(1);
  const first = connect();
  const ended = first.end();
  while (access.questions.list.length > 0) await changed();
  await ended;
  expect(kit.store.programGrants.list()).toEqual([]);
  void access.ask(claude(), slot, new AbortController().signal);
  expect(access.questions.list).toMatchObject([{ hasEnded: false }]);
});

it('an answer to a question whose program has ended is kept', async () => {
  const { access, slot, connect } = await permissions(day);
  await connect().end();
  const [{ id } = { id: '' }] = access.questions.list;
  access.questions.answer(id, 'always');
  expect(access.isAllowed(claude(), slot)).toBe(true);
});
