import { largeProgramOf } from './through-keyfob.ts';

/** A large client from npm, as words for a shell. */
export interface Agent {
  /** What `keyfob wire` calls it. */
  id: 'codex' | 'gemini' | 'opencode' | 'continue';
  /** What Keyfob calls it in its questions. */
  name: string;
  command: string;
  /** Its settings, below the user's home. */
  settings: string;
  /** Its own command that adds a server; Continue has none, and its settings are written by hand. */
  add?: (server: string, command: string) => string;
  /** Its own command that shows the servers; of Continue there is none. */
  list?: string;
  /** One turn with the stand-in for its model, without any question of its own. */
  turn: (model: string) => string;
  /** For each of its commands. */
  env: Record<string, string>;
}

/** Settings of Continue that name the stand-in for its model, in the form of its documentation. */
export const continueSettings = (model: string) => `name: Mine
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
`;

export function agents(): Record<Agent['id'], Agent> {
  const codex = `node ${largeProgramOf('@openai/codex', 'bin/codex.js')}`;
  const gemini = `node ${largeProgramOf('@google/gemini-cli', 'bundle/gemini.js')}`;
  const opencode = largeProgramOf('opencode-ai', 'bin/opencode.exe');
  const cn = `node ${largeProgramOf('@continuedev/cli', 'dist/cn.js')}`;

  return {
    codex: {
      id: 'codex',
      name: 'Codex',
      command: codex,
      settings: '.codex/config.toml',
      add: (server, command) => `${codex} mcp add ${server} -- ${command}`,
      list: `${codex} mcp list`,
      turn: (model) =>
        `${codex} exec --skip-git-repo-check -s danger-full-access -m scripted -c model_provider=scripted ` +
        `-c 'model_providers.scripted={name="scripted",base_url="${model}/v1",wire_api="responses"}' hello`,
      env: {},
    },
    gemini: {
      id: 'gemini',
      name: 'Gemini CLI',
      command: gemini,
      settings: '.gemini/settings.json',
      add: (server, command) => `${gemini} mcp add -s user ${server} ${command}`,
      list: `${gemini} mcp list`,
      turn: (model) => `env GOOGLE_VERTEX_BASE_URL=${model} ${gemini} --yolo -m gemini-2.5-pro -p hello`,
      // With Gemini's own API, the address of another server is refused unless its settings name it too.
      env: { GEMINI_CLI_TRUST_WORKSPACE: 'true', GOOGLE_GENAI_USE_VERTEXAI: 'true', GOOGLE_API_KEY: 'none' },
    },
    opencode: {
      id: 'opencode',
      name: 'opencode',
      command: opencode,
      settings: '.config/opencode/opencode.jsonc',
      add: (server, command) => `${opencode} mcp add ${server} -- ${command}`,
      list: `${opencode} mcp list`,
      turn: (model) => `env OPENCODE_CONFIG_CONTENT='${JSON.stringify(opencodeModel(model))}' ${opencode} run hello`,
      // It looks for new models and versions on the network otherwise.
      env: { OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_AUTOUPDATE: '1' },
    },
    continue: {
      id: 'continue',
      name: 'Continue',
      command: cn,
      settings: '.continue/config.yaml',
      turn: () => `${cn} -p --auto hello`,
      env: {},
    },
  };
}

/** Writes an agent's settings by hand, as a command for a shell. */
export const settingsOf = ({ settings }: Agent, text: string): string =>
  `mkdir -p "$(dirname "$HOME/${settings}")" && cat > "$HOME/${settings}" <<'END'\n${text}END`;

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
