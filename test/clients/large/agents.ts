import { join } from 'node:path';
import { largeTestClientsFolder } from '../../../scripts/test-clients/install.mjs';
import type { PlannedCall } from './scripted-model.ts';
import { programOf } from '../through-keyfob.ts';

/** Milliseconds for a test: some of these clients take half a minute for each start on a busy machine. */
export const slow = 300_000;

/** A large client from npm, as words for a shell. */
export interface Agent {
  /** What `keyfob wire` calls it. */
  id: 'codex' | 'gemini' | 'opencode' | 'continue';
  /** What Keyfob calls it in its questions. */
  name: string;
  /** Its settings, below the user's home. */
  settings: string;
  /** Its own command that adds a server; of Continue, what a user writes by hand. */
  add: (server: string, command: string) => string;
  /** Its own command that shows the servers; of Continue there is none. */
  list?: string;
  /** One turn with the stand-in for its model, without any question of its own. Its tools are a server's. */
  turn: (server: string) => string;
  /** A call of its own tool that runs a command in a shell. */
  shell: (command: string) => PlannedCall;
  /** For each of its commands. */
  env: Record<string, string>;
}

/** Settings of Continue as its documentation has them, with the stand-in for its model, a comment and odd spacing. */
const continueSettings = (model: string, server: string, [program = '', ...args]: string[]) => `name: Mine
version: 1.0.0
schema: v1
models:
  - name: scripted   # for a test
    provider: openai
    model: scripted
    apiBase: ${model}/v1
    apiKey: none
    roles: [chat]
    capabilities: [tool_use]
mcpServers:
    # mine
    - name:   ${server}
      command: ${program}
      args: ${JSON.stringify(args)}
`;

/**
 * @param model the address of the stand-in for their models
 * @param folder where npm has installed the one that is asked for, in place of the cache
 */
export function agents(model: string, folder?: string): Record<Agent['id'], Agent> {
  const find = (name: string, path: string) =>
    folder === undefined ? programOf(name, path, largeTestClientsFolder()) : join(folder, 'node_modules', name, path);
  const codex = `node ${find('@openai/codex', 'bin/codex.js')}`;
  const gemini = `node ${find('@google/gemini-cli', 'bundle/gemini.js')}`;
  const opencode = find('opencode-ai', 'bin/opencode.exe');
  const cn = `node ${find('@continuedev/cli', 'dist/cn.js')}`;

  return {
    codex: {
      id: 'codex',
      name: 'Codex',
      settings: '.codex/config.toml',
      add: (server, command) => `${codex} mcp add ${server} -- ${command}`,
      list: `${codex} mcp list`,
      // Without `required`, it gives a server one second in its first turn.
      turn: (server) =>
        `${codex} exec --skip-git-repo-check -s danger-full-access -m scripted -c model_provider=scripted ` +
        `-c 'model_providers.scripted={name="scripted",base_url="${model}/v1",wire_api="responses"}' ` +
        `-c mcp_servers.${server}.required=true hello`,
      shell: (command) => ({ tool: 'exec_command', input: { cmd: command } }),
      env: {},
    },
    gemini: {
      id: 'gemini',
      name: 'Gemini CLI',
      settings: '.gemini/settings.json',
      add: (server, command) => `${gemini} mcp add -s user ${server} ${command}`,
      list: `${gemini} mcp list`,
      turn: () => `env GOOGLE_VERTEX_BASE_URL=${model} ${gemini} --yolo -m gemini-2.5-pro -p hello`,
      shell: (command) => ({ tool: 'run_shell_command', input: { command } }),
      // With Gemini's own API, the address of another server is refused unless its settings name it too.
      env: { GEMINI_CLI_TRUST_WORKSPACE: 'true', GOOGLE_GENAI_USE_VERTEXAI: 'true', GOOGLE_API_KEY: 'none' },
    },
    opencode: {
      id: 'opencode',
      name: 'opencode',
      settings: '.config/opencode/opencode.jsonc',
      add: (server, command) => `${opencode} mcp add ${server} -- ${command}`,
      list: `${opencode} mcp list`,
      turn: () => `env OPENCODE_CONFIG_CONTENT='${JSON.stringify(opencodeModel(model))}' ${opencode} run hello`,
      shell: (command) => ({ tool: 'bash', input: { command, description: 'Asks' } }),
      // It looks for new models and versions on the network otherwise.
      env: { OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1' },
    },
    continue: {
      id: 'continue',
      name: 'Continue',
      settings: '.continue/config.yaml',
      add: (server, command) =>
        `mkdir -p "$HOME/.continue" && cat > "$HOME/.continue/config.yaml" <<'END'\n` +
        `${continueSettings(model, server, command.split(' '))}END`,
      turn: () => `${cn} -p --auto hello`,
      shell: (command) => ({ tool: 'Bash', input: { command } }),
      env: {},
    },
  };
}

const opencodeModel = (model: string) => ({
  model: 'scripted/scripted',
  provider: {
    scripted: {
      npm: '@ai-sdk/openai-compatible',
      name: 'scripted',
      options: { baseURL: `${model}/v1`, apiKey: 'none' },
      models: { scripted: { name: 'scripted', tool_call: true } },
    },
  },
});
