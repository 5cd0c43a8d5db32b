// @ts-check

// A Stryker plug-in that skips the texts of errors and log lines: tests that repeated them would prove nothing, and
// half of all survivors would be such texts.

/** @typedef {{ type: string, [key: string]: any }} Node */

/** @param {{ node: Node, parent: Node | null, key: string | number | null, listKey?: string | null }} path */
function shouldIgnore({ node, parent, key, listKey }) {
  if (node.type !== 'StringLiteral' && node.type !== 'TemplateLiteral') return undefined;
  if (!parent || listKey !== 'arguments') return undefined;
  const { callee } = parent;
  const isFault = parent.type === 'NewExpression' && callee.name === 'Fault' && key === 1;
  const isError = parent.type === 'NewExpression' && callee.name?.endsWith('Error') && key === 0;
  const isLogged = parent.type === 'CallExpression' && callee.object?.property?.name === 'log' && key === 0;
  const isOwnLog = parent.type === 'CallExpression' && callee.object?.name === 'log' && key === 0;
  return isFault || isError || isLogged || isOwnLog ? 'a text that is only logged' : undefined;
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'log-words', value: { shouldIgnore } }];
