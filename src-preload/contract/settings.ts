import { authenticationMethods, grantTypes, keyPlaces, returnPaths } from './grant.ts';

/** The validation rule of a text: see `isOfForm`. */
export type TextForm = 'address' | 'clientId' | 'redirect' | 'scope' | 'prefix' | 'path' | 'headerName' | 'free';

/** How a setting is entered and stored. Null as its default: Keyfob decides. */
type Kind =
  | { kind: 'choice'; options: readonly string[]; default: string | null }
  | { kind: 'switch'; default: boolean }
  /** `longest`: in characters. */
  | { kind: 'text'; form: TextForm; longest: number; default: '' | null }
  /** Entered in seconds. */
  | { kind: 'milliseconds'; least: number; most: number; default: null }
  /** Stored encrypted. Windows and files learn only whether there is one. */
  | { kind: 'secret'; longest: number }
  | { kind: 'key' }
  | { kind: 'headers' };

/** What a setting affects. Each setting states all four, so that a new one cannot leave any out. */
interface Effect {
  /** Tokens depend on it, so that a change ends the sign-ins. */
  endsSignIns: boolean;
  /** What it affects in the dry run of an address that is not saved yet: discovery, or only the plan of the sign-in. */
  lookUp: 'discovery' | 'plan' | null;
  /** A file of servers contains its value. Of others, it contains that there is one. */
  inFiles: boolean;
  /** An import needs consent: it decides at which issuer and as which client the user signs in, or who gets tokens. */
  needsConsent: boolean;
}

export type Setting = Kind & Effect;

const signIn = { endsSignIns: true, lookUp: null, inFiles: true, needsConsent: false } as const;
const decisive = { ...signIn, needsConsent: true } as const;
const calls = { ...signIn, endsSignIns: false } as const;
const secret = { ...signIn, inFiles: false } as const;
const address = { kind: 'text', form: 'address', longest: 2048, default: null } as const;
const clientId = { kind: 'text', form: 'clientId', longest: 2048, default: null } as const;

/**
 * The settings of a server, each once: the types, the schemas of requests and files, the draft of the form, the
 * defaults, the consent of an import and the end of sign-ins follow from this table, in this order. Besides it, a
 * setting has a column in `store/servers.ts` (with a migration), and its label and help in the catalogues.
 */
export const serverSettings = {
  /** Whether the workspace shares one sign-in, or each profile has its own. */
  account: { ...signIn, kind: 'choice', options: ['own', 'shared'], default: 'own' },
  /** How the redirect comes back to this computer. */
  returnPath: {
    ...signIn,
    kind: 'choice',
    options: ['automatic', ...returnPaths],
    default: 'automatic',
    lookUp: 'plan',
  },
  grantType: { ...decisive, kind: 'choice', options: grantTypes, default: 'authorization_code', lookUp: 'discovery' },
  /** The authorization server to use if the server names several. */
  issuer: { ...decisive, ...address, lookUp: 'discovery' },
  authorizationEndpoint: { ...decisive, ...address, lookUp: 'discovery' },
  /** If set, no metadata is read; the server is still probed. */
  tokenEndpoint: { ...decisive, ...address, lookUp: 'discovery' },
  clientId: { ...decisive, ...clientId, lookUp: 'plan' },
  /** The redirect URI of that client, where the authorization server compares it letter by letter. */
  redirectUri: { ...signIn, kind: 'text', form: 'redirect', longest: 2048, default: null, lookUp: 'plan' },
  authenticationMethod: { ...decisive, kind: 'choice', options: authenticationMethods, default: null },
  /** Scope tokens separated by spaces; empty: no scope is requested. */
  scope: { ...signIn, kind: 'text', form: 'scope', longest: 4096, default: null, lookUp: 'discovery' },
  /** Whether requests have the `resource` parameter (RFC 8707); some authorization servers refuse it. */
  sendResource: { ...decisive, kind: 'switch', default: true, lookUp: 'discovery' },
  /** Whether Keyfob asks for `offline_access` by itself where the authorization server lists it. */
  offlineAccess: { ...signIn, kind: 'switch', default: true, lookUp: 'plan' },
  /** Whether it sends `prompt=consent` with that. */
  askConsent: { ...signIn, kind: 'switch', default: true },
  /** The source of identity assertions: the identity provider's token endpoint, and Keyfob's client id there. */
  identityTokenEndpoint: { ...decisive, ...address },
  identityClientId: { ...decisive, ...clientId },
  /** The file with the workload's JWT. A window can only set one that the user chose in the system's dialog. */
  assertionFile: { ...decisive, kind: 'text', form: 'path', longest: 4096, default: null },
  /** How a key is sent to the server, if users sign in with one. */
  keyPlace: { ...signIn, kind: 'choice', options: keyPlaces, default: 'bearer' },
  /** The header of a key that has one of its own. */
  keyHeader: { ...signIn, kind: 'text', form: 'headerName', longest: 256, default: null },
  clientSecret: { ...secret, kind: 'secret', longest: 4096 },
  /** For `private_key_jwt`. */
  privateKey: { ...secret, kind: 'key' },
  idToken: { ...secret, kind: 'secret', longest: 65_536 },
  /** The prefix of its tools' names in the combined list of several servers. */
  toolPrefix: { ...calls, kind: 'text', form: 'prefix', longest: 64, default: '' },
  /** How long a tool call may take without progress. */
  callTimeout: { ...calls, kind: 'milliseconds', least: 1000, most: 3_600_000, default: null },
  /** Sent with every request to the server, besides `Authorization`. */
  headers: { ...secret, kind: 'headers', endsSignIns: false, lookUp: 'discovery' },
  note: { ...calls, kind: 'text', form: 'free', longest: 4096, default: '' },
} as const satisfies Record<string, Setting>;

type Table = typeof serverSettings;
/** The names of the settings whose description extends `Wanted`. */
export type SettingLike<Wanted> = { [Name in keyof Table]: Table[Name] extends Wanted ? Name : never }[keyof Table];

type Value<Described> = Described extends { kind: 'choice'; options: readonly (infer Option)[]; default: infer Default }
  ? Option | Extract<Default, null>
  : Described extends { kind: 'switch' }
    ? boolean
    : Described extends { kind: 'text'; default: infer Default }
      ? string | Extract<Default, null>
      : Described extends { kind: 'milliseconds' }
        ? number | null
        : Described extends { kind: 'key' }
          ? { generate: true } | { pem: string } | null
          : Described extends { kind: 'headers' }
            ? Record<string, string> | null
            : string | null;
type Values<Wanted> = { [Name in SettingLike<Wanted>]: Value<Table[Name]> };

export type SettingName = keyof Table;
/** The user's sign-in settings for a server. Null: determined by discovery. Changing any of them ends the sign-ins. */
export type SignInSettings = Values<{ inFiles: true; endsSignIns: true }>;
/** Settings of a server that do not concern signing in; changing them ends nothing. */
export type CallSettings = Values<{ inFiles: true; endsSignIns: false }>;
/** All settings that are not secret. */
export type PlainSettings = SignInSettings & CallSettings;
/**
 * Secret settings. Null removes one; absent leaves it unchanged. `generate`: Keyfob creates a new key; `pem`: a private
 * key.
 */
export type SettingSecrets = Partial<Values<{ inFiles: false }>>;
export type SettingChanges = Partial<PlainSettings> & SettingSecrets;
/** The settings that affect the dry run of an address that is not saved yet. */
export type LookUpSettings = Pick<SettingChanges, SettingLike<{ lookUp: 'discovery' | 'plan' }>>;

function namesOf<Wanted>(matches: (setting: Setting) => boolean): readonly SettingLike<Wanted>[] {
  const names = (Object.keys(serverSettings) as SettingName[]).filter((name) => matches(serverSettings[name]));
  return names as SettingLike<Wanted>[];
}

export const settingNames = namesOf<unknown>(() => true);
export const plainSettingNames = namesOf<{ inFiles: true }>(({ inFiles }) => inFiles);
export const textSettingNames = namesOf<{ kind: 'text' }>(({ kind }) => kind === 'text');
export const addressSettingNames = namesOf<{ form: 'address' }>(
  (each) => each.kind === 'text' && each.form === 'address',
);
export const signInSettingNames = namesOf<{ inFiles: true; endsSignIns: true }>(
  ({ inFiles, endsSignIns }) => inFiles && endsSignIns,
);
export const callSettingNames = namesOf<{ endsSignIns: false }>(({ endsSignIns }) => !endsSignIns);
export const consentSettingNames = namesOf<{ needsConsent: true }>(({ needsConsent }) => needsConsent);
export const lookUpSettingNames = namesOf<{ lookUp: 'discovery' | 'plan' }>(({ lookUp }) => lookUp !== null);
/** Those that decide what discovery requests, besides headers. */
export const discoverySettingNames = namesOf<{ lookUp: 'discovery'; inFiles: true }>(
  ({ lookUp, inFiles }) => lookUp === 'discovery' && inFiles,
);

/** The settings of a new server. */
export const defaultSettings = Object.fromEntries(
  plainSettingNames.map((name) => [name, serverSettings[name].default]),
) as PlainSettings;

/** For secrets, only whether there is one, and for headers their names: values are never returned. */
export interface ServerSettingsView extends PlainSettings {
  serverId: string;
  hasClientSecret: boolean;
  hasPrivateKey: boolean;
  hasIdToken: boolean;
  headerNames: string[];
}

/** What a change of settings ends: the number of sign-ins. */
export interface SettingsCostView {
  signIns: number;
}
