import { useState } from 'react';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { hiddenAsEscapes } from './hidden-as-escapes.ts';
import { LinkOut } from './LinkOut.tsx';
import { AskToOpen, parts } from './markdown-parts.tsx';
import css from './markdown.module.css';

/** The elements that a server's Markdown may become; others are replaced by what is in them. */
const allowed =
  'p h1 h2 h3 h4 h5 h6 ul ol li blockquote pre code em strong del a img input table thead tbody tr th td br hr sup'.split(
    ' ',
  );

/**
 * A server's text as Markdown, made into elements of React and never into HTML: markup in it stays text. Nothing is
 * loaded: a picture is its address. A link is a button that asks before it opens.
 */
export default function MarkdownText({ text }: { text: string }) {
  const [asked, setAsked] = useState<string>();
  return (
    <div className={css['markdown']} data-markdown>
      <AskToOpen value={setAsked}>
        <Markdown
          remarkPlugins={[remarkGfm]}
          rehypePlugins={[hiddenAsEscapes]}
          allowedElements={allowed}
          unwrapDisallowed
          // Nothing is a link of the page, so there is no address to make safe; each is shown as the server wrote it.
          urlTransform={(address) => address}
          components={parts}
        >
          {text}
        </Markdown>
      </AskToOpen>
      {asked !== undefined && <LinkOut key={asked} uri={asked} isAsking onClose={() => setAsked(undefined)} />}
    </div>
  );
}
