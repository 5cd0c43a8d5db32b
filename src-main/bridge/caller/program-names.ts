/** Names of well-known agents, by the name of their package or of their executable. */
const byPackage: Readonly<Record<string, string>> = {
  '@anthropic-ai/claude-code': 'Claude Code',
  '@openai/codex': 'Codex',
  'opencode-ai': 'opencode',
  '@google/gemini-cli': 'Gemini CLI',
  '@apify/mcpc': 'mcpc',
  '@modelcontextprotocol/inspector': 'MCP Inspector',
  '@modelcontextprotocol/inspector-cli': 'MCP Inspector',
  '@github/copilot': 'Copilot CLI',
  cline: 'Cline',
  '@continuedev/cli': 'Continue',
};

const byExecutable: readonly [path: RegExp, name: string][] = [
  [/\/claude-code\/|\/claude\/versions\/|\/claude$/, 'Claude Code'],
  [/\/[Cc]laude(?:-desktop)?\/[^/]+$/, 'Claude Desktop'],
  [/\/codex(?:-[\w-]+)?$/, 'Codex'],
  [/\/copilot$/, 'Copilot CLI'],
  [/\/opencode$/, 'opencode'],
  [/\/goose$/, 'goose'],
  [/\/zed(?:-editor)?$/, 'Zed'],
  [/\/code(?:-insiders)?$/, 'VS Code, any of its extensions'],
  [/\/cursor$/i, 'Cursor, any of its extensions'],
  [/\/windsurf$/i, 'Windsurf, any of its extensions'],
  [/\/lm-?studio$/i, 'LM Studio'],
];

export function nameOfPackage(name: string): string {
  return byPackage[name] ?? name;
}

/** Undefined: not a well-known one. */
export function nameOfExecutable(path: string): string | undefined {
  return byExecutable.find(([pattern]) => pattern.test(path))?.[1];
}
