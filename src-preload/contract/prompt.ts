import type { ListProblem, ToolContentView } from './tool.ts';

export interface PromptArgumentView {
  name: string;
  /** The title, or the name, without hidden characters. */
  label: string;
  description?: string;
  isRequired: boolean;
}

export interface PromptView {
  /** The prompt's name at the server. */
  name: string;
  /** The title, or the name, without hidden characters. */
  label: string;
  description?: string;
  arguments: PromptArgumentView[];
}

export interface PromptListView {
  prompts: PromptView[];
  /** How many entries of the server have no name. */
  leftOut?: number;
  problem?: ListProblem;
  /** The server has more than the 10,000 prompts listed here. */
  isCut?: true;
}

export interface PromptMessageView {
  role: 'user' | 'assistant';
  content: ToolContentView;
}

export interface PromptResultView {
  description?: string;
  messages: PromptMessageView[];
}

export interface PromptRequests {
  'prompts:list': { input: { serverId: string }; output: PromptListView };
  'prompts:get': {
    input: { serverId: string; prompt: string; arguments: Record<string, string> };
    output: PromptResultView;
  };
}
