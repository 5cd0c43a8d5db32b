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
  // Its npm package has this name on every system.
  [/\/opencode(?:\.exe)?$/, 'opencode'],
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

const home = String.raw`(?:/home/[^/]+|/root|/Users/[^/]+)`;

/** Where a system, a package manager or an agent's own installer puts programs. */
const installed = [
  /^\/(?:usr|opt|snap|nix|gnu|Applications)\//,
  new RegExp(`^${home}/\\.local/(?:share/claude/versions|bin|zed[^/]*\\.app)/`),
  new RegExp(`^${home}/\\.(?:claude/local|opencode/bin|cargo/bin)/`),
  new RegExp(`^${home}/\\.[^/].*/node_modules/`),
];

/** By the place as well. Undefined: not a well-known program, or not where it is installed. */
export function nameOfInstalled(path: string): string | undefined {
  return installed.some((place) => place.test(path)) ? nameOfExecutable(path) : undefined;
}

/** By the name of its file alone, which every program can have. Undefined: not that of a well-known program. */
export function nameOfExecutable(path: string): string | undefined {
  return byExecutable.find(([pattern]) => pattern.test(path))?.[1];
}
