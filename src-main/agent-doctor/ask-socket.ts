import { connect } from 'node:net';
import type { SocketFact } from './agent-facts.ts';

/** In milliseconds. It usually takes 5. */
const patience = 5000;

/** In characters: the answer to a hello is shorter. */
const longest = 4096;

/** Says hello as the connector does (docs/bridge.md, "The hello"), and hangs up after the answer. */
export function askSocket(path: string): Promise<Extract<SocketFact, 'answers' | 'silent' | 'taken'>> {
  return new Promise((resolve) => {
    const socket = connect(path);
    let said = '';
    const finish = (fact: 'answers' | 'silent' | 'taken') => {
      socket.destroy();
      resolve(fact);
    };
    socket.setTimeout(patience, () => finish('silent'));
    socket.once('error', () => finish('silent'));
    socket.once('close', () => finish(said === '' ? 'silent' : 'taken'));
    socket.once('connect', () => socket.write(`${JSON.stringify({ keyfob: 1, argv: ['--version'] })}\n`));
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString('latin1');
      const [line] = said.split('\n', 1);
      if (said.includes('\n')) finish(isAnswer(line ?? '') ? 'answers' : 'taken');
      else if (said.length > longest) finish('taken');
    });
  });
}

function isAnswer(line: string): boolean {
  try {
    const answer: unknown = JSON.parse(line);
    return typeof answer === 'object' && answer !== null && 'keyfob' in answer;
  } catch {
    return false;
  }
}
