/** The contract of the window that asks whether a program may use a server. No other window has these requests. */

/** `always` and `never` count only for programs that can be recognized again. */
export type AskingAnswer = 'once' | 'always' | 'not_now' | 'never';

/** One question, with what the system says of the program. */
export interface QuestionView {
  id: string;
  program: string;
  /** `claim`: the name is that of a package, which every program of the user can choose. */
  kind: 'program' | 'claim' | 'script' | 'unknown';
  path: string | null;
  /** The names of the processes above it, nearest first. */
  startedBy: string[];
  server: string;
  host: string;
  /** The profile whose sign-in it is; null: the shared one. */
  person: string | null;
  /** Null where there is only one. */
  workspace: string | null;
  /** Whether it can be allowed or refused for good. */
  canBeKept: boolean;
}

/** The texts of the window in the user's language. */
export type AskingWords = Record<
  | 'title'
  | 'question'
  | 'unknownProgram'
  | 'program'
  | 'claim'
  | 'script'
  | 'unknown'
  | 'startedBy'
  | 'signIn'
  | 'sharedSignIn'
  | 'workspace'
  | 'covers'
  | 'pretend'
  | 'onlyOnce'
  | 'once'
  | 'onceHint'
  | 'alwaysHint'
  | 'always'
  | 'notNow'
  | 'never',
  string
>;

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
  /** Returns whether the answer counted. */
  answer: (id: string, answer: AskingAnswer) => Promise<boolean>;
  /** The height of the page's content, in CSS pixels. */
  fit: (height: number) => Promise<boolean>;
  listen: (listener: (view: AskingView) => void) => void;
}
