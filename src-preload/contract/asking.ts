import type { AskingWords } from './asking-words.ts';
import type { ToolChange, ToolRule } from './program.ts';

/** The contract of the window that asks what programs may do. No other window has these requests. */

/** `always` and `never` count only for programs that can be recognized again. */
export type AskingAnswer = 'once' | 'until_lock' | 'always' | 'not_now' | 'never';

/** What the system says of a program. */
export interface ProgramFacts {
  program: string;
  /** `claim`: the name is that of a package, which every program of the user can choose. */
  kind: 'program' | 'claim' | 'script' | 'forwarding' | 'unknown';
  path: string | null;
  /** The names of the processes above it, nearest first. */
  startedBy: string[];
  /** A `data:` URL; null: there is none, or not yet. */
  icon: string | null;
  /** Whether it can be recognized again, and so allowed or refused for good. */
  canBeKept: boolean;
  /** The terminal in which the user typed the command; absent: it was not typed. */
  typedIn?: string;
}

interface ServerFacts {
  id: string;
  server: string;
  host: string;
  /** `none`: the server wants no sign-in. */
  signIn: 'own' | 'shared' | 'none';
  /** The profile whose sign-in it is; null: the shared one. */
  person: string | null;
  /** Null where there is only one. */
  workspace: string | null;
}

/** Whether a program may use a server. */
export interface PermissionQuestion extends ServerFacts, ProgramFacts {
  about: 'server';
  /** Which tools it can be allowed, the narrowest first, which is chosen until the user chooses another one. */
  rules: ToolRule[];
  /** False: it is about the shared sign-in, which only admins may let programs use. */
  canGrant: boolean;
  /** No connection of the program waits for the answer any more. The question is withdrawn soon, unless one comes. */
  hasEnded: boolean;
}

/** Whether a program may make this call. */
export interface CallQuestion extends ServerFacts, ProgramFacts {
  about: 'call';
  tool: string;
  /** Null where the server gives the tool none. */
  title: string | null;
  /** JSON, two spaces; at most 100,000 characters, cut with a mark. */
  input: string;
}

/** Whether programs may see these tools. */
export interface ChangesQuestion extends ServerFacts {
  about: 'tools';
  changes: ToolChange[];
}

/** Whether a program may run this command of Keyfob's own command line. */
export interface CommandQuestion extends ProgramFacts {
  about: 'command';
  id: string;
  /** As it was written, without the name of the program; at most 300 characters. */
  command: string;
  /** What it does, in the user's language. */
  does: string;
}

export type QuestionView = PermissionQuestion | CallQuestion | ChangesQuestion | CommandQuestion;

export interface AskingView {
  language: string;
  words: AskingWords;
  questions: QuestionView[];
}

/** In milliseconds: how long no answer counts after a question appeared, because it was meant for something else. */
export const askingSleep = 500;

export const askingChannels = {
  list: 'asking:list',
  answer: 'asking:answer',
  fit: 'asking:fit',
  changed: 'asking:changed',
} as const;

/** `window.keyfobAsking`, which the preload of that window exposes. */
export interface AskingBridge {
  list: () => Promise<AskingView | null>;
  /** Returns whether the answer counted. `tools`: what is allowed; where absent, the first of the question's rules. */
  answer: (id: string, answer: AskingAnswer, tools?: ToolRule) => Promise<boolean>;
  /** The height of the page's content, in CSS pixels. */
  fit: (height: number) => Promise<boolean>;
  listen: (listener: (view: AskingView) => void) => void;
}
