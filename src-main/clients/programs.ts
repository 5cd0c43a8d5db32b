import { posix, win32 } from 'node:path';
import type { ProgramId } from '../../src-preload/contract/wiring.ts';

/** The facts about this computer that determine the paths. */
export interface Computer {
  platform: NodeJS.Platform;
  home: string;
  env: NodeJS.ProcessEnv;
}

/** JSON is read with comments and trailing commas, as these programs read it. */
export type Format = 'json' | 'toml' | 'yaml';

/** How a program wants a server written that it starts itself; `wiring/entry-of.ts` writes each. */
export type EntryShape = 'plain' | 'stdio' | 'copilot' | 'goose' | 'opencode' | 'listed';

/** A file in which a program keeps servers. */
export interface ConfigFile {
  /** One folder in it may end in `*`, where a part of its name is not known. */
  path: string;
  format: Format;
  /** Paths to the object or list of servers. The first is where Keyfob adds one; `*` is any key. */
  keys: [string[], ...string[][]];
  /** Keyfob adds servers here if it exists, or if it is the first and no other does. Others are only read. */
  isWritten: boolean;
}

/** Another program that uses MCP servers. */
export interface Program {
  /** What `keyfob wire` calls it. */
  id: ProgramId;
  /** The program's own name, the same in every language. */
  name: string;
  shape: EntryShape;
  files: ConfigFile[];
  /** It is there once the program was installed or started. */
  folder: string;
}

/**
 * The programs that Keyfob knows, with their configuration files as their documentation names them. Import and wiring
 * go by this list. A program that is not installed has none of the files.
 */
export function programs({ platform, home, env }: Computer): Program[] {
  const isWindows = platform === 'win32';
  const path = isWindows ? win32 : posix;
  const join = (...parts: string[]) => path.join(...parts);
  const inHome = (...parts: string[]) => join(home, ...parts);
  const roaming = env['APPDATA'] ?? inHome('AppData', 'Roaming');
  const local = env['LOCALAPPDATA'] ?? inHome('AppData', 'Local');
  const dotConfig = env['XDG_CONFIG_HOME'] ?? inHome('.config');
  const settings = platform === 'darwin' ? inHome('Library', 'Application Support') : isWindows ? roaming : dotConfig;
  const code = join(settings, 'Code', 'User');
  const cline = join(code, 'globalStorage', 'saoudrizwan.claude-dev');

  const file = (where: string, keys: ConfigFile['keys'], format: Format = 'json', isWritten = true): ConfigFile => ({
    path: where,
    format,
    keys,
    isWritten,
  });
  const program = (
    id: ProgramId,
    name: string,
    shape: EntryShape,
    ...files: [ConfigFile, ...ConfigFile[]]
  ): Program => ({
    id,
    name,
    shape,
    files,
    folder: path.dirname(files[0].path),
  });
  const mcpServers: ConfigFile['keys'] = [['mcpServers']];
  const desktop = 'claude_desktop_config.json';
  // An app from the Microsoft Store has a Roaming folder of its own.
  const store = join(local, 'Packages', 'Claude_*', 'LocalCache', 'Roaming', 'Claude', desktop);

  return [
    program(
      'claude-desktop',
      'Claude Desktop',
      'plain',
      file(join(settings, 'Claude', desktop), mcpServers),
      ...(isWindows ? [file(store, mcpServers)] : []),
    ),
    {
      ...program(
        'claude-code',
        'Claude Code',
        'stdio',
        file(join(env['CLAUDE_CONFIG_DIR'] ?? home, '.claude.json'), [['mcpServers'], ['projects', '*', 'mcpServers']]),
      ),
      folder: env['CLAUDE_CONFIG_DIR'] ?? inHome('.claude'),
    },
    program('cursor', 'Cursor', 'plain', file(inHome('.cursor', 'mcp.json'), mcpServers)),
    program(
      'vscode',
      'VS Code',
      'stdio',
      file(join(code, 'mcp.json'), [['servers']]),
      file(join(code, 'settings.json'), [['mcp', 'servers']], 'json', false),
    ),
    program('copilot', 'Copilot CLI', 'copilot', file(inHome('.copilot', 'mcp-config.json'), mcpServers)),
    program('windsurf', 'Windsurf', 'plain', file(inHome('.codeium', 'windsurf', 'mcp_config.json'), mcpServers)),
    program(
      'codex',
      'Codex',
      'plain',
      file(join(env['CODEX_HOME'] ?? inHome('.codex'), 'config.toml'), [['mcp_servers']], 'toml'),
    ),
    program('gemini', 'Gemini CLI', 'plain', file(inHome('.gemini', 'settings.json'), mcpServers)),
    program(
      'opencode',
      'opencode',
      'opencode',
      // It reads both, and its own command writes the second.
      file(join(dotConfig, 'opencode', 'opencode.json'), [['mcp']]),
      file(join(dotConfig, 'opencode', 'opencode.jsonc'), [['mcp']]),
    ),
    program(
      'zed',
      'Zed',
      'plain',
      file(join(isWindows ? roaming : dotConfig, isWindows ? 'Zed' : 'zed', 'settings.json'), [['context_servers']]),
    ),
    program(
      'goose',
      'goose',
      'goose',
      file(
        isWindows ? join(roaming, 'Block', 'goose', 'config', 'config.yaml') : join(dotConfig, 'goose', 'config.yaml'),
        [['extensions']],
        'yaml',
      ),
    ),
    {
      ...program('cline', 'Cline', 'plain', file(join(cline, 'settings', 'cline_mcp_settings.json'), mcpServers)),
      folder: cline,
    },
    program('continue', 'Continue', 'listed', file(inHome('.continue', 'config.yaml'), mcpServers, 'yaml')),
    program('lm-studio', 'LM Studio', 'plain', file(inHome('.lmstudio', 'mcp.json'), mcpServers)),
  ];
}
