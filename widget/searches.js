// Searches in the panel, counted as those of the help site itself: where its
// brand wants it and the visitor agrees, what was typed when the visitor paused,
// and how much there was. Loaded with the search, where they are counted.

import { keep, newId } from './records.js';

const PAUSE_MS = 1500;
const LEAST_CHARS = 3;

/** The site's search from `url`, counted by `rule`: `all` or `consent`. */
export async function counting(url, rule, place, locale) {
  const { openSearch } = await import(url);
  let pausing;
  const note = (query, hits) => {
    clearTimeout(pausing);
    const isAllowed = rule == 'all' || (rule == 'consent' && 'consent' in document.documentElement.dataset);
    if (!isAllowed || query.length < LEAST_CHARS) return;
    pausing = setTimeout(() => keep(place, 'searches', { id: newId(), query: query.slice(0, 200), hits, locale, at: Date.now() }), PAUSE_MS);
  };
  return {
    async openSearch(files) {
      const search = await openSearch(files);
      return {
        ...search,
        async query(text, options) {
          const answer = await search.query(text, options);
          note(text.trim(), answer.total);
          return answer;
        },
      };
    },
  };
}
