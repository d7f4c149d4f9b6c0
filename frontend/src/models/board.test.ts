import {
  type BoardElement,
  type BoardSnapshot,
  type BoardView,
  type ElementId,
  FIRST_PAGE,
  type NumberedElement,
  PageId,
  Refusal,
  type RoomSnapshot,
  type SeatId,
} from '@liveclass/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LinkLost } from '../links/wire.ts';
import { Board, type BoardOptions, type SceneChange } from './board.ts';

const ME = 'seat-me' as SeatId;
const SECOND = PageId.parse('second-page');

type Asked = { readonly name: string; readonly body: Record<string, unknown>; answer(value: unknown): void; refuse(error: Error): void };
let asked: Asked[];
let said: string[];
let scene: SceneChange[];
let board: Board;

const box = (id: string, x = 0): BoardElement =>
  ({
    id,
    type: 'rectangle',
    x,
    y: 0,
    width: 10,
    height: 10,
    angle: 0,
    strokeColor: '#000000',
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 1,
    strokeStyle: 'solid',
    roughness: 0,
    roundness: null,
    opacity: 100,
    seed: 1,
    index: 'a1',
    groupIds: [],
    boundElements: null,
    locked: false,
  }) as BoardElement;
const page = (id: PageId, clearedAt = 0) => ({ id, clearedAt, canRestore: clearedAt > 0, background: null });
const snapshot = (seq: number, part: Partial<BoardView> = {}): BoardSnapshot => ({
  seq,
  view: { isShown: true, mode: 'everybody', drawers: [], at: FIRST_PAGE, pages: [page(FIRST_PAGE), page(SECOND)], ...part },
});
const entered = (snap: BoardSnapshot, role = 'student') =>
  board.entered({ me: { seatId: ME, role }, board: snap } as unknown as RoomSnapshot);
const numbered = (seq: number, id: string, element: BoardElement | null = box(id)): NumberedElement => ({
  seq,
  id: id as ElementId,
  element,
});
const drawn = (from: number, elements: BoardElement[], removed: string[] = [], pageId: PageId = FIRST_PAGE) =>
  board.told({ name: 'board.drawn', fact: { from, pageId, elements, removed } });
const changed = (snap: BoardSnapshot) => board.told({ name: 'board.changed', fact: snap });
const ids = () =>
  board
    .elements()
    .map(({ id }) => id)
    .sort();
const last = (name: string): Asked => {
  const found = asked.findLast((one) => one.name === name);
  if (!found) throw new Error(`nobody asked ${name}`);
  return found;
};
const countOf = (name: string) => asked.filter((one) => one.name === name).length;
const settle = () => vi.advanceTimersByTimeAsync(0);
/** The whole page, as it is read at first. */
async function read(snap: BoardSnapshot, ...elements: NumberedElement[]): Promise<void> {
  last('board.read').answer({ board: snap, elements, isForgotten: false, more: false });
  await settle();
}
/** Drawn by this tab, and on its way. */
async function draw(element: BoardElement): Promise<Asked> {
  board.draw(element.id, element);
  await vi.advanceTimersByTimeAsync(60);
  return last('board.draw');
}

beforeEach(() => {
  vi.useFakeTimers();
  [asked, said, scene] = [[], [], []];
  const ask = (name: string, body: Record<string, unknown>) =>
    new Promise((answer, refuse) => {
      asked.push({ name, body, answer, refuse });
    });
  const slides = {} as BoardOptions['slides'];
  board = new Board({ slides, tool: { ask: ask as never }, notices: { say: (key) => void said.push(key) }, shown: () => undefined });
  board.onScene((change) => scene.push(change));
});
afterEach(() => vi.useRealTimers());

describe('what others draw', () => {
  it('[BO2] stands by its number, whichever way it comes', async () => {
    entered(snapshot(2));
    board.open();
    drawn(4, [box('a', 40)]);
    drawn(3, [box('a', 30)]);
    await read(snapshot(2), numbered(1, 'a', box('a', 10)), numbered(2, 'b'));
    expect(ids()).toEqual(['a', 'b']);
    expect(board.element('a' as ElementId)).toMatchObject({ x: 40 });
    drawn(5, [], ['a']);
    expect(ids()).toEqual(['b']);
  });

  it('[BO4] is asked for where a number is missing, once the two that came the other way round have had their time', async () => {
    entered(snapshot(0));
    board.open();
    await read(snapshot(0));
    drawn(2, [box('b')]);
    await vi.advanceTimersByTimeAsync(200);
    drawn(1, [box('a')]);
    await vi.advanceTimersByTimeAsync(400);
    expect(countOf('board.read')).toBe(1);
    drawn(4, [box('d')]);
    await vi.advanceTimersByTimeAsync(400);
    expect(last('board.read').body).toEqual({ pageId: FIRST_PAGE, after: 2, isWhole: false });
    await read(snapshot(4), numbered(3, 'c'), numbered(4, 'd'));
    expect(ids()).toEqual(['a', 'b', 'c', 'd']);
    board.told({ name: 'board.now', fact: { seq: 5 } });
    await vi.advanceTimersByTimeAsync(400);
    expect(last('board.read').body).toMatchObject({ after: 4 });
  });

  it('[BO4] is read from the beginning where what was removed is forgotten', async () => {
    entered(snapshot(2));
    board.open();
    await read(snapshot(2), numbered(1, 'a'), numbered(2, 'b'));
    entered(snapshot(9));
    last('board.read').answer({ board: snapshot(9), elements: [], isForgotten: true, more: true });
    await settle();
    expect(last('board.read').body).toEqual({ pageId: FIRST_PAGE, after: 0, isWhole: true });
    await read(snapshot(9), numbered(8, 'c'));
    expect(ids()).toEqual(['c']);
  });

  it('[BO14] is gone by one number, and read again when that is taken back', async () => {
    entered(snapshot(1));
    board.open();
    await read(snapshot(1), numbered(1, 'a'));
    changed(snapshot(2, { pages: [page(FIRST_PAGE, 2), page(SECOND)] }));
    expect([ids(), scene.at(-1)]).toEqual([[], 'all']);
    drawn(3, [box('b')]);
    expect(ids()).toEqual(['b']);
    changed(snapshot(4));
    await read(snapshot(4), numbered(1, 'a'), numbered(3, 'b'));
    expect(ids()).toEqual(['a', 'b']);
  });
});

describe('what this tab draws', () => {
  beforeEach(async () => {
    entered(snapshot(0));
    board.open();
    await read(snapshot(0));
  });

  it('[BO31] shows at once, and only its newest state is sent, one message at a time', async () => {
    board.draw('a' as ElementId, box('a', 1));
    expect(ids()).toEqual(['a']);
    const first = await draw(box('a', 2));
    expect(first.body).toMatchObject({ elements: [{ id: 'a', x: 2 }], removed: [] });
    await draw(box('a', 3));
    await draw(box('a', 4));
    expect(countOf('board.draw')).toBe(1);
    first.answer({ from: 1, seq: 1 });
    await vi.advanceTimersByTimeAsync(60);
    expect(last('board.draw').body).toMatchObject({ elements: [{ id: 'a', x: 4 }] });
  });

  it('[BO31] stands against what others did before it, also when the answer comes last', async () => {
    const mine = await draw(box('a', 1));
    drawn(1, [box('a', 99)]);
    expect(board.element('a' as ElementId)).toMatchObject({ x: 1 });
    mine.answer({ from: 2, seq: 2 });
    await settle();
    expect(board.element('a' as ElementId)).toMatchObject({ x: 1 });
    drawn(3, [box('a', 50)]);
    expect(board.element('a' as ElementId)).toMatchObject({ x: 50 });
  });

  it('[BO31] gives way to what was written after it, when its answer is late', async () => {
    const mine = await draw(box('a', 1));
    drawn(2, [box('a', 99)]);
    mine.answer({ from: 1, seq: 1 });
    await settle();
    expect(board.element('a' as ElementId)).toMatchObject({ x: 99 });
  });

  it('[BO31] belongs to the page on which it was drawn, whatever page is looked at when the answer comes', async () => {
    const mine = await draw(box('a'));
    board.go(SECOND);
    await read(snapshot(0));
    mine.answer({ from: 1, seq: 1 });
    await settle();
    expect([ids(), mine.body['pageId']]).toEqual([[], FIRST_PAGE]);
    board.follow();
    await read(snapshot(1), numbered(1, 'a'));
    expect(ids()).toEqual(['a']);
  });

  it('[BO32] is sent again after a loss, with what was drawn meanwhile, and waits no click for it', async () => {
    const lost = await draw(box('a', 1));
    board.draw('b' as ElementId, box('b'));
    lost.refuse(new LinkLost('board.draw'));
    await settle();
    expect(ids()).toEqual(['a', 'b']);
    entered(snapshot(0));
    expect(last('board.draw').body).toMatchObject({ elements: [{ id: 'a' }, { id: 'b' }] });
    // An answer that never comes on a link that stands.
    last('board.draw').refuse(new LinkLost('board.draw'));
    await vi.advanceTimersByTimeAsync(3_100);
    expect(countOf('board.draw')).toBe(3);
    last('board.draw').answer({ from: 1, seq: 2 });
    await settle();
    expect([ids(), countOf('board.draw')]).toEqual([['a', 'b'], 3]);
  });

  it('[BO32] is sent again where the server was busy, and taken back and told where it refuses', async () => {
    const busy = await draw(box('a'));
    busy.refuse(new Refusal('too-fast'));
    await vi.advanceTimersByTimeAsync(600);
    expect(countOf('board.draw')).toBe(2);
    scene.length = 0;
    last('board.draw').refuse(new Refusal('too-large'));
    await settle();
    expect([ids(), said, scene]).toEqual([[], ['board.full'], [new Set(['a'])]]);
  });

  it('[BO9] is not even sent where no board takes it', () => {
    board.draw('a' as ElementId, { type: 'image', link: 'https://elsewhere.example/' });
    expect([ids(), said, countOf('board.draw')]).toEqual([[], ['board.notTaken'], 0]);
  });

  it('[BO15] ends with the right: the page is shown as it is, and no further stroke is taken', async () => {
    changed(snapshot(1, { mode: 'teachers' }));
    expect([board.state.get().canDraw, scene.at(-1)]).toEqual([false, 'all']);
    board.draw('a' as ElementId, box('a'));
    expect(ids()).toEqual([]);
    changed(snapshot(2, { mode: 'chosen', drawers: [ME] }));
    expect(board.state.get().canDraw).toBe(true);
    // Older news that comes late changes nothing.
    changed(snapshot(1, { mode: 'teachers' }));
    expect(board.state.get().canDraw).toBe(true);
  });
});

describe('pages', () => {
  it('[BO27] follow the class, unless somebody looks elsewhere', async () => {
    entered(snapshot(0));
    board.open();
    await read(snapshot(0));
    changed(snapshot(1, { at: SECOND }));
    expect(board.state.get()).toMatchObject({ pageId: SECOND, phase: 'loading' });
    await read(snapshot(1, { at: SECOND }));
    board.go(FIRST_PAGE);
    changed(snapshot(2, { at: SECOND }));
    expect(board.state.get()).toMatchObject({ pageId: FIRST_PAGE, isFollowing: false });
    expect(countOf('board.go')).toBe(0);
    board.follow();
    expect(board.state.get()).toMatchObject({ pageId: SECOND, isFollowing: true });
  });

  it('[BO33] of which the wrong one was read are not shown, and numbers of both are known', async () => {
    entered(snapshot(3));
    board.open();
    const first = last('board.read');
    board.go(SECOND);
    const second = last('board.read');
    second.answer({ board: snapshot(3), elements: [numbered(3, 'c')], isForgotten: false, more: false });
    await settle();
    first.answer({ board: snapshot(3), elements: [numbered(1, 'a')], isForgotten: false, more: false });
    await settle();
    expect([ids(), board.state.get().phase]).toEqual([['c'], 'ready']);
    drawn(4, [box('d')], [], FIRST_PAGE);
    drawn(5, [box('e')], [], SECOND);
    await vi.advanceTimersByTimeAsync(400);
    expect([ids(), countOf('board.read')]).toEqual([['c', 'e'], 2]);
  });

  it('[BO33] that could not be opened say so, and are opened by a click or by the link’s return', async () => {
    entered(snapshot(1));
    board.open();
    last('board.read').refuse(new LinkLost('board.read'));
    await settle();
    expect(board.state.get().phase).toBe('failed');
    board.readAgain();
    last('board.read').refuse(new LinkLost('board.read'));
    await settle();
    entered(snapshot(1));
    await read(snapshot(1), numbered(1, 'a'));
    expect([board.state.get().phase, ids()]).toEqual(['ready', ['a']]);
  });

  it('[BO30] are read whole for a file, however fast the server lets them be read, or not at all', async () => {
    entered(snapshot(1));
    const reading = board.readPage(SECOND);
    last('board.read').refuse(new Refusal('too-fast'));
    await vi.advanceTimersByTimeAsync(600);
    last('board.read').answer({ board: snapshot(2), elements: [numbered(1, 'a')], isForgotten: false, more: true });
    await settle();
    last('board.read').answer({ board: snapshot(2), elements: [numbered(2, 'b')], isForgotten: false, more: false });
    expect(await reading).toMatchObject([{ id: 'a' }, { id: 'b' }]);
    const broken = board.readPage(SECOND);
    last('board.read').refuse(new LinkLost('board.read'));
    await expect(broken).rejects.toBeInstanceOf(LinkLost);
  });
});
