import type { Person } from './person.ts';
import { until } from './until.ts';
import { words } from './words.ts';

export interface ShownBoard {
  readonly phase: string;
  readonly pageId: string;
  readonly canDraw: boolean;
  readonly last: number;
  readonly waiting: number;
  readonly view: { readonly at: string; readonly pages: readonly { id: string }[] };
  readonly background: { readonly fileId: string; readonly page: number } | null;
  readonly elements: readonly { id: string; type: string; x: number; y: number }[];
}

/** What that person's page knows of the board. */
export const boardOf = async (person: Person): Promise<ShownBoard> => {
  const dumps = await person.room.evaluate<{ board?: ShownBoard }[]>('__liveclass.dump()');
  const board = dumps.find((dump) => dump.board)?.board;
  if (!board) throw new Error(`${person.name} has no board`);
  return { ...board, elements: [...board.elements].sort((a, b) => (a.id < b.id ? -1 : 1)) };
};

/** Pixels on that person's canvas that differ from its ground. */
export const ink = (person: Person): Promise<number> =>
  person.room.evaluate(`(() => {
    const canvas = document.querySelector('.excalidraw canvas.static');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let drawn = 0;
    for (let at = 0; at < data.length; at += 4)
      if (data[at] !== data[0] || data[at + 1] !== data[1] || data[at + 2] !== data[2]) drawn += 1;
    return drawn;
  })()`);

export const isReady = (person: Person) =>
  until(`${person.name}'s board`, async () => {
    const { phase } = await boardOf(person);
    if (phase !== 'ready') throw new Error(phase);
    return person.room.locator('.excalidraw canvas.static').isVisible();
  });

/** Waits until both pages have the same elements, so many of them. */
export const alike = (count: number, ...people: Person[]) =>
  until(`${count} elements on all pages`, async () => {
    const boards = await Promise.all(people.map(boardOf));
    const seen = boards.map(({ elements, pageId, waiting }) => JSON.stringify({ elements, pageId, waiting }));
    if (new Set(seen).size > 1 || boards.some(({ elements, waiting }) => elements.length !== count || waiting > 0))
      throw new Error(seen.join(' | '));
    return true;
  });

export async function middle(person: Person): Promise<{ x: number; y: number }> {
  const box = await person.room.locator('.excalidraw canvas.interactive').boundingBox();
  if (!box) throw new Error('no canvas');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Draws with the tool of that key, by the mouse, from the middle of the canvas. */
export async function drag(person: Person, key: string, dx: number, dy: number): Promise<void> {
  const { mouse, keyboard } = person.room;
  const { x, y } = await middle(person);
  await mouse.click(x, y);
  await keyboard.press(key);
  await mouse.move(x, y);
  await mouse.down();
  await mouse.move(x + dx / 2, y + dy, { steps: 8 });
  await mouse.move(x + dx, y + dy, { steps: 8 });
  await mouse.up();
}

export const boardTool = (person: Person, name: string) => person.room.getByRole('button', { name: words(name), exact: true });

/** A choice of the menu behind that button. */
export async function boardChoice(person: Person, name: string, choice: string, role: 'menuitem' | 'menuitemradio' = 'menuitem') {
  await boardTool(person, name).click();
  await person.room.getByRole(role, { name: words(choice) }).click();
}

/** What the pages' policy refused, and what they asked of anybody but the tool. */
export const violations: string[] = [];
export const foreign: string[] = [];
export async function watchOrigins(person: Person): Promise<void> {
  const own = [new URL(person.house.toolUrl).host, new URL(person.house.sandboxUrl).host];
  person.context.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) violations.push(message.text());
  });
  await person.context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (['data:', 'blob:'].includes(url.protocol) || own.includes(url.host)) return route.continue();
    foreign.push(url.href);
    return route.abort();
  });
}
