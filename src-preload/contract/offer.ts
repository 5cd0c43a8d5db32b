/** What a server says of itself, besides its tools. */
export interface OfferView {
  title?: string;
  version?: string;
  /** An https address. */
  websiteUrl?: string;
  icon?: { mimeType: string; /** base64 */ data: string };
  instructions?: string;
  /** The revision of MCP that is spoken. */
  revision?: string;
  hasResources: boolean;
  hasPrompts: boolean;
  canSubscribe: boolean;
  hasLog: boolean;
}

export interface OfferRequests {
  'offer:describe': { input: { serverId: string }; output: OfferView };
}

export interface OfferEvents {
  /** The server's resources or prompts have changed since they were listed. */
  'offer:changed': { serverId: string; what: 'resources' | 'prompts' };
}
