import { agents, slow, type Agent } from './agents.ts';
import { expect, scriptOf, test } from '../client-test.ts';
import { startScriptedModel } from './scripted-model.ts';
import { runWithKeyfob } from '../through-keyfob.ts';

// The clients are the real ones; what they take for their model is a script, as nothing here has a model's key.

/** What each prints of its servers, and what it calls their tool `echo`. */
const seen: Record<Agent['id'], { listed?: RegExp; tool: string }> = {
  codex: { listed: /^everything +keyfob +mcp everything .*enabled/m, tool: 'mcp__everything/echo' },
  gemini: { listed: /everything: keyfob mcp everything \(stdio\) - Connected/, tool: 'mcp_everything_echo' },
  opencode: { listed: /✓ +everything\b.*connected/, tool: 'everything_echo' },
  continue: { tool: 'echo' },
};

test.describe.configure({ timeout: slow });

for (const id of ['codex', 'gemini', 'opencode', 'continue'] as const)
  test(`${id} has the tools of a server, and calls one`, { tag: '@large' }, async ({ folder, everything }) => {
    const model = await startScriptedModel([{ tool: 'echo', input: { message: 'hello' } }]);
    const agent = agents(model.origin)[id];
    const { listed, tool } = seen[id];
    const { code, stdout, stderr } = await runWithKeyfob(
      scriptOf(folder, [
        'cd "$HOME"',
        agent.add('everything', 'keyfob mcp everything'),
        ...(agent.list ? [`show ${agent.list} 2>&1`] : []),
        // Asks the user: a list waits for the answer, but not for long. The lists of the others ask.
        ...(id === 'codex' || id === 'continue' ? [agent.turn('everything')] : []),
        agent.turn('everything'),
      ]),
      { servers: { everything }, env: agent.env },
    );
    await model.close();
    expect(`${stdout}${stderr}`).toMatch(listed ?? /Done\./);
    expect([...model.offered]).toContain(tool);
    expect(model.results()).toEqual([expect.stringContaining('Echo: hello')]);
    expect(code).toBe(0);
  });
