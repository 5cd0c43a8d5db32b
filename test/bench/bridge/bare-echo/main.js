// What a message costs on its way through Electron's main process, if nothing is done with it: the reference for the
// time that Keyfob adds to a call. Electron wakes Node's event loop from a thread of its own.
import { app } from 'electron';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';

const { BARE_ECHO_SOCKET: path, BARE_ECHO_URL: url } = process.env;
const agent = new Agent({ keepAlive: true });
/** @type {Record<string, string>} */
const headers = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': '2025-11-25',
};

void app.whenReady().then(() =>
  createServer((socket) => {
    let rest = '';
    let isWelcomed = false;
    socket
      .on('error', () => undefined)
      .on('data', (chunk) => {
        const lines = (rest + String(chunk)).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (isWelcomed) pass(line, (answer) => socket.write(`${answer}\n`));
          else isWelcomed = socket.write('{"keyfob":1}\n');
        }
      });
  }).listen(path),
);

/** @param {string} message @param {(answer: string) => void} answer */
function pass(message, answer) {
  const sent = request(url ?? '', { method: 'POST', agent, headers }, (response) => {
    const { 'mcp-session-id': session } = response.headers;
    if (typeof session === 'string') headers['mcp-session-id'] = session;
    let text = '';
    response
      .on('data', (chunk) => (text += String(chunk)))
      .on('end', () => {
        const [, data] = /^data: (.*)$/m.exec(text) ?? [];
        if (data !== undefined) answer(data);
      });
  });
  sent.end(message);
}
