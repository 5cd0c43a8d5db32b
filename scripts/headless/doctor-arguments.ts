import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { keyPlaces, type SettingChanges } from '../../src-preload/contract.ts';

const usage = `npm run --silent doctor -- URL [options]

Signs in to an MCP server with the same engine as the app and a temporary store, and prints one line of JSON per step:
what was requested, what the response was, and how long it took; never a secret. The last line of a run that failed has
the error, and in \`words\` the sentences that the app shows for it. Exits with 0 if every step succeeded.

  --call TOOL   call a tool after signing in, with the arguments of --args
  --args JSON   the arguments of that call
  --repeat N    call it N more times; a renewed token and a new MCP session on the way are lines of their own
  --every SECONDS             the time before each of these calls; without it, they follow at once
  --header NAME=FILE          send this header to the server, with the value in that file; can be repeated
  --follow      fetch the authorization page instead of opening a browser: for servers that approve at once. A page that
                does not lead back ends the sign-in, and the last line has what it says
  --grant NAME  authorization_code (default); device_code, which prints a code to enter on any device;
                client_credentials, which signs in as an app that is registered there; or jwt_bearer, which signs in
                with a workload's own token (JWT)
  --client-id ID              the client ID of that app
  --client-secret-file FILE   its client secret; or set KEYFOB_CLIENT_SECRET
  --private-key-file FILE     its private key, in PEM format; or set KEYFOB_PRIVATE_KEY
  --assertion-file FILE       the file with the workload's token, which is read again for each renewal
  --key-file FILE             sign in with the key in that file, instead of by OAuth; /dev/stdin reads it from the
                              standard input; or set KEYFOB_KEY
  --key-place PLACE           how the key is sent: bearer (default), authorization (without a word before it), basic
                              (user:password), or the name of a header
  --allow-hosts A,B           continue if the browser goes to host A and host B of another site receives the response;
                              otherwise the sign-in fails with hosts_differ, which names both. Exactly these hosts, in
                              this order, with the port unless it is the default; can be repeated
`;

const grants = ['authorization_code', 'device_code', 'client_credentials', 'jwt_bearer'] as const;

/** The host that the browser opens, and the one that receives the response. */
interface HostPair {
  browserHost: string;
  answerHost: string;
}

interface DoctorArguments {
  url: string;
  /** A tool to call, with its arguments as JSON. */
  call: string | undefined;
  args: string;
  /** How many more times to call it, and the milliseconds before each of these calls. */
  repeat: number;
  pause: number;
  follow: boolean;
  /** Pairs of hosts that a sign-in may use. */
  allowedHosts: HostPair[];
  /** Settings of the server. */
  settings: SettingChanges;
  /** Signs in instead of OAuth; `user`: for basic authentication. */
  key: { key: string; user?: string } | undefined;
  /** The values in `settings` that must not be printed, and the key. */
  secrets: string[];
}

/**
 * Parses the command line. Secrets are passed by file or environment, because every user of this computer can read
 * command lines. Throws if the arguments are invalid; `explain` then prints the usage.
 */
export function readDoctorArguments(args: string[], environment: NodeJS.ProcessEnv): DoctorArguments {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      call: { type: 'string' },
      args: { type: 'string', default: '{}' },
      repeat: { type: 'string', default: '0' },
      every: { type: 'string', default: '0' },
      header: { type: 'string', multiple: true, default: [] },
      follow: { type: 'boolean', default: false },
      grant: { type: 'string' },
      'client-id': { type: 'string' },
      'client-secret-file': { type: 'string' },
      'private-key-file': { type: 'string' },
      'assertion-file': { type: 'string' },
      'key-file': { type: 'string' },
      'key-place': { type: 'string' },
      'allow-hosts': { type: 'string', multiple: true, default: [] },
    },
  });
  const [url, ...surplus] = positionals;
  if (url === undefined || surplus.length > 0) throw new Error('Expected one address.');
  const grantType = grants.find((name) => name === values.grant);
  if (values.grant !== undefined && !grantType) throw new Error(`Unknown grant: ${values.grant}`);
  const clientId = values['client-id'];
  const assertionFile = values['assertion-file'];
  const clientSecret = secretFrom(values['client-secret-file'], environment.KEYFOB_CLIENT_SECRET);
  const pem = secretFrom(values['private-key-file'], environment.KEYFOB_PRIVATE_KEY);
  const typedKey = secretFrom(values['key-file'], environment.KEYFOB_KEY);
  const place = values['key-place'] ?? 'bearer';
  if (values['key-place'] !== undefined && typedKey === undefined) throw new Error('--key-place needs a key.');
  const key = typedKey === undefined ? undefined : keyFrom(place, typedKey);
  const { call, args: toolArguments, follow } = values;
  const repeat = numberIn('repeat', values.repeat, /^\d+$/);
  const pause = 1000 * numberIn('every', values.every, /^\d+(\.\d+)?$/);
  if (repeat > 0 && call === undefined) throw new Error('--repeat needs a tool: --call TOOL');
  const headers = Object.fromEntries(values.header.map(headerFrom));
  return {
    url,
    call,
    args: toolArguments,
    repeat,
    pause,
    follow,
    allowedHosts: values['allow-hosts'].map(hostPair),
    settings: {
      ...(grantType && { grantType }),
      ...(clientId !== undefined && { clientId }),
      ...(clientSecret !== undefined && { clientSecret }),
      ...(pem !== undefined && { privateKey: { pem } }),
      ...(assertionFile !== undefined && { assertionFile: resolve(assertionFile) }),
      ...(values.header.length > 0 && { headers }),
      ...(key && { grantType: 'key', ...placeSettings(place) }),
    },
    key,
    secrets: [clientSecret, pem, key?.key, ...Object.values(headers)].filter((value) => value !== undefined),
  };
}

function numberIn(option: string, text: string, form: RegExp): number {
  if (!form.test(text)) throw new Error(`Expected a number: --${option} ${text}`);
  return Number(text);
}

/** The value is in a file: every user of this computer can read command lines. */
function headerFrom(text: string): [name: string, value: string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new Error('Expected a name and a file: --header X-Api-Key=FILE');
  return [text.slice(0, equals), readFileSync(text.slice(equals + 1), 'utf8').trimEnd()];
}

/** For basic authentication, a file has user and password as that joins them (RFC 7617 section 2). */
function keyFrom(place: string, text: string): NonNullable<DoctorArguments['key']> {
  if (place !== 'basic') return { key: text };
  const colon = text.indexOf(':');
  if (colon < 1) throw new Error('Expected user:password for --key-place basic.');
  return { user: text.slice(0, colon), key: text.slice(colon + 1) };
}

/** A place that is none of the words is the name of a header. */
function placeSettings(place: string): Pick<SettingChanges, 'keyPlace' | 'keyHeader'> {
  const known = keyPlaces.find((each) => each === place && each !== 'header');
  return known ? { keyPlace: known } : { keyPlace: 'header', keyHeader: place };
}

function hostPair(text: string): HostPair {
  const [browserHost, answerHost, ...surplus] = text.split(',');
  if (!browserHost || !answerHost || surplus.length > 0)
    throw new Error('Expected two hosts separated by a comma: --allow-hosts login.example.com,api.example.net');
  return { browserHost, answerHost };
}

/** Prints an error and the usage to standard error. */
export function explain(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  console.error(usage);
}

/** Strips the line break that editors add at the end. */
function secretFrom(file: string | undefined, inEnvironment: string | undefined): string | undefined {
  return file === undefined ? inEnvironment : readFileSync(file, 'utf8').trimEnd();
}
