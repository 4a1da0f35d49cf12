// The pages of a built site, read from its folder.
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { sites, type Site } from './environment.js';

export interface BuiltPage {
  site: Site;
  /** Path from the site's root, such as `en/articles/x/`. */
  path: string;
  url: string;
  /** `home`, `article` … from the body's class; `root` and `404` too. */
  kind: string;
  locale: string;
  html: string;
}

/** By folder: a brand is also built a second time, below a path. */
const known = new Map<string, BuiltPage[]>();

/** Every page of a site but those that only lead elsewhere. */
export function pagesOf(site: Site): BuiltPage[] {
  let pages = known.get(site.folder);
  if (!pages) {
    pages = files(site)
      .filter((file) => file.endsWith('.html'))
      .map((file) => describe(site, file))
      .filter((page) => !isRedirect(page.html));
    known.set(site.folder, pages);
  }
  return pages;
}

/** The pages of all sites. */
export function allPages(): BuiltPage[] {
  return sites.flatMap(pagesOf);
}

/** One page of each kind and locale of a site: enough where all are alike. */
export function onePageOfEachKind(site: Site, locales?: string[]): BuiltPage[] {
  const chosen = new Map<string, BuiltPage>();
  for (const page of pagesOf(site)) {
    const key = `${page.kind} ${page.locale}`;
    // The longest article has the most to go wrong.
    const present = chosen.get(key);
    if (!present || page.html.length > present.html.length) chosen.set(key, page);
  }
  return [...chosen.values()].filter((page) => !locales || locales.includes(page.locale));
}

/** Whether a page only leads to another one. */
export function isRedirect(html: string): boolean {
  return /<meta[^>]+http-equiv="?refresh/i.test(html);
}

/** Paths of all files of a site, with forward slashes, in a fixed order. */
export function files(site: Site): string[] {
  return readdirSync(site.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(site.folder.length + 1).split(sep).join('/'))
    .filter((file) => !file.split('/').some((part) => part.startsWith('.')))
    .sort();
}

function describe(site: Site, file: string): BuiltPage {
  const html = readFileSync(join(site.folder, file), 'utf8');
  const path = file.replace(/(^|\/)index\.html$/, '$1');
  const kind = /<body[^>]*class="[^"]*\bpage-([\w-]+)/.exec(html)?.[1] ?? 'unknown';
  const locale = /<html[^>]*\blang="([^"]+)"/.exec(html)?.[1] ?? '';
  return { site, path, url: site.url + encodeURI(path), kind, locale, html };
}
