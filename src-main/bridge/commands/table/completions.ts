import {
  commandNames,
  commandOf,
  optionOf,
  shells,
  type CommandName,
  type OptionName,
  type Shell,
} from './command-table.ts';
import type { HelpWords } from './help.ts';

type Completed = 'server' | 'program' | 'shell' | 'command' | 'file';

interface CompletionParts {
  words: Pick<HelpWords, 'summaries' | 'options'>;
  /** What `keyfob wire` calls the programs that it knows. */
  programs: readonly string[];
}

/** The text that makes a shell complete command lines of `keyfob`. Names of servers come from a running Keyfob. */
export function completionFor(shell: Shell, parts: CompletionParts): string {
  return { bash, zsh, fish }[shell](parts);
}

/** Starts no app, and asks nothing of the user. */
const serverNames = 'keyfob status --names 2>/dev/null';

const fixedNames = (kind: 'program' | 'shell' | 'command', { programs }: CompletionParts): readonly string[] =>
  kind === 'program' ? programs : kind === 'shell' ? shells : commandNames;

const completesAt = (name: CommandName): (Completed | undefined)[] =>
  commandOf(name).arguments.map(({ completes }) => completes);

const valued = (options: readonly OptionName[]) => options.filter((each) => optionOf(each).value !== undefined);

const allOptions = (): OptionName[] => [...new Set(commandNames.flatMap((name) => commandOf(name).options))];

function bash(parts: CompletionParts): string {
  const words = (kind: Completed | undefined): string =>
    kind === undefined
      ? ''
      : kind === 'server'
        ? `$(${serverNames})`
        : kind === 'file'
          ? ''
          : fixedNames(kind, parts).join(' ');
  const optionCases = valued(allOptions()).map((each) => {
    const { completes } = optionOf(each) as { completes?: Completed };
    return completes === 'file'
      ? `    --${each}) COMPREPLY=($(compgen -f -- "$current")); return ;;`
      : `    --${each}) COMPREPLY=($(compgen -W "${words(completes)}" -- "$current")); return ;;`;
  });
  const commandCases = commandNames.map((name) => {
    const options = [...commandOf(name).options.map((each) => `--${each}`), '--help'].join(' ');
    const places = completesAt(name).map((kind, at) => `${at}) words="${words(kind)}" ;;`);
    return `    ${name}) options="${options}"; case $place in ${places.join(' ')} esac ;;`;
  });
  return `# bash completion of keyfob: eval "$(keyfob completion bash)"
_keyfob() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" options="" words="" place=0 at
  COMPREPLY=()
  case $previous in
${optionCases.join('\n')}
  esac
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      ${valued(allOptions())
        .map((each) => `--${each}`)
        .join('|')}) ((at++)) ;;
      -*) ;;
      *) if [ -z "$command" ]; then command="\${COMP_WORDS[at]}"; else ((place++)); fi ;;
    esac
  done
  if [ -z "$command" ]; then
    COMPREPLY=($(compgen -W "${commandNames.join(' ')} --help --version" -- "$current"))
    return
  fi
  case $command in
${commandCases.join('\n')}
  esac
  if [[ $current == -* ]]; then words="$options"; fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -F _keyfob keyfob
`;
}

function zsh(parts: CompletionParts): string {
  const { words } = parts;
  const quoted = (text: string) => text.replaceAll("'", "'\\''");
  const described = (text: string) => quoted(text).replaceAll(/[[\]:]/g, (sign) => `\\${sign}`);
  const action = (kind: Completed | undefined): string =>
    kind === undefined
      ? ' '
      : kind === 'server'
        ? '_keyfob_servers'
        : kind === 'file'
          ? '_files'
          : `(${fixedNames(kind, parts).join(' ')})`;
  const option = (each: OptionName) => {
    const { value, completes } = optionOf(each) as { value?: string; completes?: Completed };
    const rest = value === undefined ? '' : `:${value}:${action(completes)}`;
    return `'--${each}[${described(words.options[each])}]${rest}'`;
  };
  const cases = commandNames.map((name) => {
    const { arguments: places, options } = commandOf(name);
    const specs = [
      ...places.map(({ name: place, completes }, at) => `'${at + 1}:${place}:${action(completes)}'`),
      ...options.map(option),
    ];
    return `    ${name}) _arguments -S ${specs.join(' ')} ;;`;
  });
  return `#compdef keyfob
# zsh completion of keyfob: source <(keyfob completion zsh)
_keyfob_servers() {
  local -a servers
  servers=(\${(f)"$(${serverNames})"})
  compadd -a servers
}
_keyfob() {
  if (( CURRENT == 2 )); then
    local -a commands
    commands=(
${commandNames.map((name) => `      '${name}:${quoted(words.summaries[name]).replaceAll(':', '\\:')}'`).join('\n')}
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _keyfob ]; then _keyfob "$@"; else compdef _keyfob keyfob; fi
`;
}

function fish(parts: CompletionParts): string {
  const { words } = parts;
  const quoted = (text: string) => `'${text.replaceAll(/['\\]/g, (sign) => `\\${sign}`)}'`;
  const list = (kind: Completed): string =>
    kind === 'server' ? `'(${serverNames})'` : kind === 'file' ? "''" : `'${fixedNames(kind, parts).join(' ')}'`;
  const lines = commandNames.flatMap((name) => {
    const { options } = commandOf(name);
    const within = `__fish_seen_subcommand_from ${name}`;
    const places = completesAt(name).flatMap((kind, at) =>
      kind === undefined ? [] : [`complete -c keyfob -n '${within}; and __keyfob_place ${at}' -a ${list(kind)}`],
    );
    return [
      `complete -c keyfob -n __fish_use_subcommand -a ${name} -d ${quoted(words.summaries[name])}`,
      ...places,
      ...options.map((each) => {
        const { value, completes } = optionOf(each) as { value?: string; completes?: Completed };
        const takes =
          value === undefined ? '' : completes === 'file' ? ' -r -F' : completes ? ` -x -a ${list(completes)}` : ' -x';
        return `complete -c keyfob -n '${within}' -l ${each}${takes} -d ${quoted(words.options[each])}`;
      }),
    ];
  });
  return `# fish completion of keyfob: keyfob completion fish | source
function __keyfob_place -a wanted
  set -l tokens (commandline -opc)
  set -l place 0
  set -l skip 0
  for token in $tokens[3..-1]
    if test $skip = 1
      set skip 0
    else if contains -- $token ${valued(allOptions())
      .map((each) => `--${each}`)
      .join(' ')}
      set skip 1
    else if not string match -q -- '-*' $token
      set place (math $place + 1)
    end
  end
  test $place = $wanted
end
complete -c keyfob -f
${lines.join('\n')}
`;
}
