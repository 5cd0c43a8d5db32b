import { expect, it, onTestFinished } from 'vitest';
import { startMcpServer } from '../../fixtures/mcp-server.ts';
import { Agent } from '../connector/agent.ts';
import { startApp } from '../listener/bridge-app.ts';

it('a program that is allowed calls the tool of a server, and the call is recorded', async () => {
  const server = await startMcpServer({ testTools: true });
  onTestFinished(() => server.close());
  const { kit, home, bridge, addServer } = await startApp(null);
  const { id, workspaceId } = addServer('One', server.url);
  kit.store.servers.setRequiresSignIn(workspaceId, id, false);
  const agent = new Agent(home, { argv: ['mcp', 'one'] });
  const clientInfo = { name: 'agent', version: '1' };
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo };
  agent.say(JSON.stringify({ jsonrpc: '2.0', id: 0, method: 'initialize', params }));
  agent.say(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' }));
  const call = { name: 'whoami', arguments: {} };
  agent.say(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: call }));
  while (bridge.permissions.questions.list.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const [question] = bridge.questions();
  expect(question).toMatchObject({ program: 'vitest', kind: 'claim', server: 'One', person: 'Me', canBeKept: true });
  bridge.permissions.questions.answer(question?.id ?? '', 'always', 'all');
  const answers = [await agent.lines.nextJson(), await agent.lines.nextJson()];
  const answer = answers.find(({ id }) => id === 1);
  expect(answer).toMatchObject({ id: 1, result: { content: [{ type: 'text' }] } });
  expect(kit.store.agentCalls.list(9)).toMatchObject([{ program: 'vitest', tool: 'whoami', outcome: 'done' }]);
  expect(kit.store.programGrants.list()).toMatchObject([{ program: 'vitest', answer: 'always' }]);
});
