// The cases of conditions in both modules that browsers run: form.wasm of a help
// site and the program that invites. tests/integration/conditions.rs asks the
// native engine the same.
import { readFileSync } from 'node:fs';
import { chat, site } from '../lib/environment.js';
import { expect, test } from '../lib/test.js';

// The pages of this test forbid modules of their own making.
test.use({ bypassCSP: true });

interface Case {
  values: Record<string, string | number | boolean | string[]>;
  when: object;
  holds: boolean;
}

interface Submission {
  answers: Record<string, string[]>;
  says: object;
}

const fixture = (name: string) => JSON.parse(readFileSync(new URL(`../../fixtures/cases/${name}.json`, import.meta.url), 'utf8'));
const cases: Case[] = fixture('conditions');
const submissions: Submission[] = fixture('forms');

test('forms in the browser answer every case as the server does', async ({ page }) => {
  await page.goto(`${site('pedalo').url}en/forms/contact/`);
  const answers = await page.evaluate(async (cases) => {
    const address = document.querySelector<HTMLElement>('#form')!.dataset.wasm!;
    const { instance } = await WebAssembly.instantiate(await (await fetch(address)).arrayBuffer());
    const wise = instance.exports as any;
    const put = (value: object) => {
      const bytes = new TextEncoder().encode(JSON.stringify(value));
      // Before the memory is looked at, which may grow by it.
      const at = wise.reserve(bytes.length);
      new Uint8Array(wise.memory.buffer, at, bytes.length).set(bytes);
    };
    return cases.map(({ values, when }) => {
      const options = ['p', 'q', 'r'].map((value) => ({ value, label: value }));
      const fields = [
        { id: 'a', type: 'text', label: 'A' }, { id: 'n', type: 'number', label: 'N' }, { id: 'f', type: 'boolean', label: 'F' },
        { id: 'l', type: 'multi_select', label: 'L', options }, { id: 'q', type: 'text', label: 'Q', when },
      ];
      put({ version: 1, id: 'f', locale: 'en', title: 'F', steps: [{ fields }] });
      if (wise.open()) return 'unreadable';
      put(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value].flat().map(String)])));
      wise.look(0);
      const output = new Uint8Array(wise.memory.buffer, wise.output(), wise.output_length());
      return JSON.parse(new TextDecoder().decode(output)).shown.includes('q');
    });
  }, cases);
  cases.forEach(({ values, when, holds }, at) => expect(answers[at], JSON.stringify({ values, when })).toBe(holds));
});

test('a form with every type of field is judged in the browser as on the server', async ({ page }) => {
  await page.goto(`${site('pedalo').url}en/forms/contact/`);
  const found = await page.evaluate(async ([form, submissions]) => {
    const address = document.querySelector<HTMLElement>('#form')!.dataset.wasm!;
    const { instance } = await WebAssembly.instantiate(await (await fetch(address)).arrayBuffer());
    const wise = instance.exports as any;
    const put = (value: object) => {
      const bytes = new TextEncoder().encode(JSON.stringify(value));
      const at = wise.reserve(bytes.length);
      new Uint8Array(wise.memory.buffer, at, bytes.length).set(bytes);
    };
    put(form);
    if (wise.open()) return [];
    return (submissions as Submission[]).map(({ answers }) => {
      put(answers);
      wise.look(2);
      const output = new Uint8Array(wise.memory.buffer, wise.output(), wise.output_length());
      return JSON.parse(new TextDecoder().decode(output));
    });
  }, [fixture('everything'), submissions] as const);
  submissions.forEach(({ answers, says }, at) => expect(found[at], JSON.stringify(answers)).toEqual(says));
});

test('invitations in the browser answer every case as the server does', async ({ page }) => {
  await page.goto(`${chat.host}plain.html`);
  // Rules see no lists.
  const typed = cases.filter(({ values }) => !Object.values(values).some(Array.isArray));
  const answers = await page.evaluate(async ([relay, cases]) => {
    const program = await import(`${relay}widget/proactive.js`);
    await program.default({ module_or_path: `${relay}widget/proactive_bg.wasm` });
    const now = Date.now();
    return (cases as { values: object; when: object }[]).map(({ values, when }) => {
      program.load([{ id: 'r', when, delay_seconds: 0, caps: { per_session: 0, per_day: 0, ever: 0 }, quiet_days: 0, message: {} }]);
      return program.due(values, {}, { now, session: now, day: now }) === 'r';
    });
  }, [chat.relay, typed] as const);
  typed.forEach(({ values, when, holds }, at) => expect(answers[at], JSON.stringify({ values, when })).toBe(holds));
});
