import { expect, it } from 'vitest';
import { Agent, installed } from './agent.ts';
import { App, reply, request, serve } from './app.ts';
import { collectedLines, idsIn, oddLine, randomNumbers } from './odd-lines.ts';

// All with the build that ends itself at a fault of memory (AddressSanitizer) or at undefined behaviour.
const counts = { unsent: 40_000, toApp: 30_000, toAgent: 29_900, greetings: 60, frames: 40, ends: 60 };
const seed = 20_261_129;

const random = randomNumbers(seed);
const lines = (count: number) => Array.from({ length: count }, () => oddLine(random));
const joined = (all: Buffer[]) => Buffer.concat(all.flatMap((line) => [line, Buffer.from('\n')]));
const bytes = (line: string | undefined) => Buffer.from(line ?? 'nothing came', 'latin1');

/** Writes it in pieces of random size, as a pipe does. */
async function inPieces(stream: NodeJS.WritableStream, all: Buffer): Promise<void> {
  for (let at = 0; at < all.length;) {
    const piece = all.subarray(at, (at += 1 + random(200_000)));
    if (!stream.write(piece)) await new Promise((resolve) => stream.once('drain', resolve));
  }
}

it('the ids of requests that are refused are those that a JSON parser finds', async () => {
  const agent = new Agent(await installed('sanitized'), { env: { KEYFOB_WAIT: '0' } });
  const inputs = [...collectedLines(), ...lines(counts.unsent)];
  const writing = inPieces(
    agent.input,
    joined(inputs.flatMap((line, n) => [line, Buffer.from(request(`end ${n}`, 'm'))])),
  );
  const wrong: unknown[] = [];
  for (const [n, input] of inputs.entries()) {
    const found: unknown[] = [];
    for (;;) {
      const { id, error } = JSON.parse(bytes(await agent.lines.next()).toString()) as { id: unknown; error: unknown };
      if (id === `end ${n}`) break;
      found.push(error === undefined ? 'no error' : id);
    }
    const wanted = idsIn(input);
    if (wanted && JSON.stringify(wanted.requests) !== JSON.stringify(found)) wrong.push([input.toString(), found]);
  }
  expect(wrong).toEqual([]);
  await writing;
  agent.input.end();
  expect(await agent.closed).toBe(69);
});

it('odd lines of both ends pass byte for byte, and close the ids that a JSON parser finds', async () => {
  const home = await installed('sanitized');
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  const connection = await app.connection();
  const [toApp, toAgent] = [lines(counts.toApp), [...collectedLines(), ...lines(counts.toAgent)]];
  const compare = async (inputs: Buffer[], from: { next(): Promise<string | undefined> }) => {
    for (const input of inputs) {
      const line = bytes(await from.next());
      if (!line.equals(input)) expect(line.toString('latin1')).toBe(input.toString('latin1'));
    }
  };
  await Promise.all([
    inPieces(agent.input, joined(toApp)),
    compare(toApp, connection.lines),
    inPieces(connection.socket, joined(toAgent)),
    compare(toAgent, agent.lines),
  ]);
});

it('an id is open until a JSON parser finds its response', async () => {
  const home = await installed('sanitized');
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  const connection = await app.connection();
  const isText = (line: Buffer) => Buffer.from(line.toString()).equals(line);
  const answers = [...collectedLines(), ...lines(1000)].filter(
    (line) => isText(line) && idsIn(line)?.responses.every((id) => !Number.isInteger(id) || Number.isSafeInteger(id)),
  );
  const answered = new Set(answers.flatMap((line) => idsIn(line)?.responses ?? []));
  expect(answered.size).toBeGreaterThan(50);
  const open = [...[...answered].map((id) => JSON.stringify(id)), '"stays"', '-77'];
  agent.say(...open.map((id) => `{"id":${id},"method":"m"}`));
  for (const _ of open) await connection.lines.next();
  for (const line of answers) {
    connection.socket.write(joined([line]));
    await agent.lines.next();
  }
  app.kill();
  const left = [await agent.lines.nextJson(), await agent.lines.nextJson()].map(({ id }) => id);
  expect(left).toEqual([-77, 'stays']);
  agent.input.end();
  expect(await agent.closed).toBe(0);
  expect(await agent.lines.all()).toEqual([]);
});

it('apps that end at any moment: each request gets exactly one answer, and the handshake comes first', async () => {
  const home = await installed('sanitized');
  const app = await new App(home.socket).start();
  const agent = new Agent(home);
  agent.say(request('first', 'initialize'));
  const shake = async () => {
    const connection = await app.connection();
    expect(await connection.lines.next()).toBe(request('first', 'initialize'));
    connection.socket.write(`${reply('first', {})}\n`);
    return connection;
  };
  let connection = await shake();
  await agent.lines.next();
  const each = 20;
  for (let end = 0; end < counts.ends; end++) {
    const requests = Array.from({ length: each }, (_, n) =>
      Buffer.from(JSON.stringify({ params: 'x'.repeat(random(20_000)), id: end * each + n, method: 'tools/call' })),
    );
    const writing = inPieces(agent.input, joined(requests));
    for (let left = random(each); left > 0; left--) {
      const { id } = await connection.lines.nextJson();
      if (random(3) > 0) connection.socket.write(`${reply(id, 'x'.repeat(random(20_000)))}\n`);
    }
    if (random(2) === 0) connection.socket.write('{"jsonrpc":"2.0","id":');
    app.kill();
    await app.start();
    connection = await shake();
    await writing;
  }
  agent.say(request('last', 'ping'));
  void serve(connection);
  const answered: unknown[] = [];
  for (let id: unknown; id !== 'last'; answered.push(id)) ({ id } = await agent.lines.nextJson());
  expect(answered.slice(0, -1).toSorted((a, b) => Number(a) - Number(b))).toEqual(
    Array.from({ length: counts.ends * each }, (_, id) => id),
  );
  agent.input.end();
  expect(await agent.closed).toBe(0);
  expect(await agent.lines.all()).toEqual([]);
});

it('an app that answers a hello with anything: each request gets one error, and the connector ends by itself', async () => {
  for (let n = 0; n < counts.greetings; n++) {
    const home = await installed('sanitized');
    const greeting = random(2) === 0 ? oddLine(random).toString('latin1') : 'x'.repeat(random(10_000));
    const app = await new App(home.socket, greeting).start();
    const agent = new Agent(home);
    agent.input.end(`${request(n, 'm')}\n`);
    (await app.connection()).socket.end();
    const all = await agent.lines.all();
    expect(all.map((line) => (JSON.parse(line) as { id: unknown }).id)).toEqual([n]);
    expect([0, 69]).toContain(await agent.closed);
  }
});

it('an app that sends a command anything: it ends with its own words or the app’s code', async () => {
  for (let n = 0; n < counts.frames; n++) {
    const home = await installed('sanitized');
    const app = await new App(home.socket).start();
    const agent = new Agent(home, { argv: ['list'] });
    const { socket } = await app.connection();
    socket.end(Buffer.from(Array.from({ length: random(400) }, () => (random(3) > 0 ? random(4) : random(256)))));
    expect((await agent.closed) ?? 'killed').not.toBe('killed');
    expect((await agent.errors.all()).filter((line) => line.includes('Sanitizer'))).toEqual([]);
  }
});
