// What `cargo xtask browser` tells the tests.
import { existsSync } from 'node:fs';

/** One demo site, built and served. */
export interface Site {
  brand: string;
  /** The folder that is served. */
  folder: string;
  /** Address of the root page, with a slash at the end. */
  url: string;
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start the browser tests with \`cargo xtask browser\``);
  return value;
}

/** A variable that only some projects are given. */
function given<T>(name: string): T {
  return process.env[name] ? JSON.parse(process.env[name]) : (undefined as T);
}

export const sites: Site[] = given('HELPWRIGHT_SITES') ?? [];

/** One brand again, built for a path of somebody's host, with every optional feature. */
export const below: Site = given('HELPWRIGHT_BELOW');

/** The same brand without a relay: its forms go by mail, and to an address. */
export const [byMail, byAddress]: [Site, Site] = given('HELPWRIGHT_ALONE') ?? [];

/** A relay, and pages of somebody else that embed its widget. */
export interface Chat {
  /** Address of the folder of host pages, with a slash at the end. */
  host: string;
  /** Address of the relay, with a slash at the end. */
  relay: string;
  /** An agent's account. */
  email: string;
  /** The account of another agent, with the same password. */
  colleague: string;
  password: string;
  /** With what the brand's own site signs for its visitors. */
  secret: string;
  /** Widget keys, by brand. */
  keys: Record<string, string>;
  /** Path of the form hook `fair`. */
  hook: string;
  /** The command `kb-server` of this relay, and the folder of its settings. */
  program: string;
  folder: string;
}

export const chat: Chat = given('HELPWRIGHT_CHAT');

/** Where pictures, traces and reports go. */
export const resultsFolder = variable('HELPWRIGHT_RESULTS');

/** Where pictures for the README go. */
export const picturesFolder = process.env.HELPWRIGHT_PICTURES ?? `${resultsFolder}/pictures`;

export const chromiumPath = process.env.CHROMIUM || '/usr/bin/chromium';
if (!existsSync(chromiumPath)) throw new Error(`there is no Chromium at ${chromiumPath}; set CHROMIUM`);

export const chromiumArguments = [
  // Nothing that calls home: tests must not depend on the network.
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
  ...(process.env.HELPWRIGHT_NO_SANDBOX ? ['--no-sandbox'] : []),
];

/** The site of a brand. */
export function site(brand: string): Site {
  const found = sites.find((one) => one.brand === brand);
  if (!found) throw new Error(`no site of brand ${brand} was built`);
  return found;
}
