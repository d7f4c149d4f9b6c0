import type { Frame, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { faults } from './lib/axe.ts';
import type { Person } from './lib/person.ts';
import { story } from './lib/story.ts';
import { words } from './lib/words.ts';

const here = story();

const languageOf = (where: Page | Frame): Promise<{ lang: string; dir: string }> =>
  where.evaluate(
    `({ lang: document.documentElement.lang, dir: document.documentElement.dir || getComputedStyle(document.body).direction })`,
  );

async function visit(person: Person, language: 'en' | 'ar'): Promise<void> {
  const lobby = await person.openLobby();
  const join = lobby.getByRole('button', {
    name: new RegExp(`^(${words('lobby.join', {}, language)}|${words('lobby.start', {}, language)})$`),
  });
  await join.waitFor();
  expect(await languageOf(lobby)).toMatchObject({ lang: expect.stringMatching(`^${language}`), dir: language === 'ar' ? 'rtl' : 'ltr' });
  expect(await faults(person.course)).toEqual([]);
  const opening = person.context.waitForEvent('page');
  await join.click();
  const room = await opening;
  await room
    .getByRole('button', { name: words('room.leave', {}, language) })
    .first()
    .waitFor();
  expect(await languageOf(room)).toMatchObject({ dir: language === 'ar' ? 'rtl' : 'ltr' });
  expect(await faults(room)).toEqual([]);
}

it('[ST31] lobby and room in English', async () => {
  await visit(await here.arrive('sam', { clip: 1 }), 'en');
});

it('[ST31] lobby and room in Arabic, from right to left', async () => {
  await visit(await here.arrive('layla', { clip: 2, language: 'ar' }), 'ar');
});
