import { posix, win32 } from 'node:path';

/** Where another MCP client stores its servers, and under which keys. */
export interface Location {
  /** The program's own name, the same in every language. */
  program: string;
  file: string;
  format: 'json' | 'toml';
  /** Paths to the objects that map names to servers; `*` matches any key. */
  keys: string[][];
}

/** The facts about this computer that determine the paths. */
export interface Computer {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
}

/**
 * The configuration files of other MCP clients, as their documentation names them. A client that is not installed has
 * none.
 */
export function locations({ platform, home, env }: Computer): Location[] {
  const path = platform === 'win32' ? win32 : posix;
  const join = (...parts: string[]) => path.join(...parts);
  const settings =
    platform === 'darwin'
      ? join(home, 'Library', 'Application Support')
      : platform === 'win32'
        ? (env['APPDATA'] ?? join(home, 'AppData', 'Roaming'))
        : (env['XDG_CONFIG_HOME'] ?? join(home, '.config'));
  const json = (program: string, file: string, ...keys: string[][]): Location => ({
    program,
    file,
    format: 'json',
    keys,
  });
  return [
    json('Claude Desktop', join(settings, 'Claude', 'claude_desktop_config.json'), ['mcpServers']),
    json('Claude Code', join(home, '.claude.json'), ['mcpServers'], ['projects', '*', 'mcpServers']),
    json('Cursor', join(home, '.cursor', 'mcp.json'), ['mcpServers']),
    json('VS Code', join(settings, 'Code', 'User', 'mcp.json'), ['servers']),
    json('VS Code', join(settings, 'Code', 'User', 'settings.json'), ['mcp', 'servers']),
    json('Windsurf', join(home, '.codeium', 'windsurf', 'mcp_config.json'), ['mcpServers']),
    {
      program: 'Codex',
      file: join(env['CODEX_HOME'] ?? join(home, '.codex'), 'config.toml'),
      format: 'toml',
      keys: [['mcp_servers']],
    },
  ];
}
