import { withEscapes } from './shown-text.ts';

interface Node {
  type: string;
  value?: unknown;
  children?: Node[];
}

/**
 * For the tree that Markdown became: hidden characters as escapes. Main has taken them out of the text, but Markdown
 * can name them (`&#8238;`).
 */
export function hiddenAsEscapes() {
  return (tree: Node): void => {
    const left = [tree];
    for (let node = left.pop(); node; node = left.pop()) {
      if (typeof node.value === 'string') node.value = withEscapes(node.value);
      if (node.children) left.push(...node.children);
    }
  };
}
