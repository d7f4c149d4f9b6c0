import { type BoardElement, FIRST_PAGE, FileId, LIMITS } from '@liveclass/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPeopleEraser } from './adapters/mongo/erasure.ts';
import { placed } from './domain/board.ts';
import { arrow, box, stroke, words } from './testing/board-elements.ts';
import { newId, newTab, type TestLink, until, World } from './testing/classroom-world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

type Reading = {
  board: { seq: number; view: Board };
  elements: { seq: number; id: string; element: BoardElement | null }[];
  isForgotten: boolean;
  more: boolean;
};
type Board = {
  isShown: boolean;
  mode: string;
  drawers: string[];
  at: string;
  pages: { id: string; clearedAt: number; canRestore: boolean }[];
};
type Drawn = { from: number; pageId: string; elements: BoardElement[]; removed: string[] };

async function seated(here: World = world) {
  const classId = await here.class();
  const teacher = await here.person(classId, 'teacher', 'Tara');
  const student = await here.person(classId, 'student', 'Sam');
  const tara = await here.enter(teacher);
  const sam = await here.enter(student);
  return { classId, teacher, student, tara, sam, samsSeat: (sam.snapshot as unknown as { me: { seatId: string } }).me.seatId };
}

const draw = (elements: readonly object[], removed: readonly string[] = [], pageId: string = FIRST_PAGE) => ({ pageId, elements, removed });
const put = (link: TestLink, ...elements: object[]): Promise<{ from: number; seq: number }> => link.get('board.draw', draw(elements));
const drawnTo = (link: TestLink) => link.facts.filter(({ name }) => name === 'board.drawn').map(({ body }) => body as Drawn);
const read = (link: TestLink, after = 0, pageId: string = FIRST_PAGE): Promise<Reading> =>
  link.get('board.read', { pageId, after, isWhole: after === 0 });
const idsOn = async (link: TestLink, pageId: string = FIRST_PAGE) => (await read(link, 0, pageId)).elements.map(({ id }) => id).sort();
const idsOf = (...elements: { id: string }[]) => elements.map(({ id }) => id).sort();
const boardOf = (link: TestLink & { snapshot: unknown }) => (link.snapshot as { board: { seq: number; view: Board } }).board;

describe('drawing', () => {
  it('[BO1] what a teacher draws is written, acknowledged with its number, and told to everybody in the room', async () => {
    const { tara, sam } = await seated();
    const [one, other] = [box(), words('Mitosis')];
    expect(await put(tara, one, other)).toEqual({ from: 1, seq: 2 });
    expect(await sam.fact<Drawn>('board.drawn')).toEqual({ from: 1, pageId: FIRST_PAGE, elements: [one, other], removed: [] });
    expect(await put(tara, { ...one, x: 500 })).toEqual({ from: 3, seq: 3 });
    expect((await read(sam)).elements.map(({ seq, element }) => [seq, element?.x])).toEqual([
      [2, 10],
      [3, 500],
    ]);
  });

  it('[BO2] of two changes of one element the later number stands, for those who saw both and for those who come after', async () => {
    const { tara, sam, classId } = await seated();
    await tara.get('board.allow', { mode: 'everybody', drawers: [] });
    const one = box();
    const hasty = Array.from({ length: 10 }, (_, index) => put(index % 2 ? tara : sam, { ...one, x: index }));
    const numbers = (await Promise.all(hasty)).map(({ seq }) => seq);
    expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 10 }, (_, index) => index + 2));
    const last = numbers.indexOf(Math.max(...numbers));
    const late = await world.enter(await world.person(classId, 'student'));
    expect((await read(late)).elements).toEqual([{ seq: 11, id: one.id, element: { ...one, x: last } }]);
    for (const link of [tara, sam]) {
      await until('all to be told', () => drawnTo(link).length === 10);
      const latest = drawnTo(link).reduce((a, b) => (b.from > a.from ? b : a));
      expect(latest.elements[0]?.x).toBe(last);
    }
  });

  it('[BO3] numbers have no hole, whoever draws at once, and a message that is refused takes none', async () => {
    const { tara, sam } = await seated();
    const work = Array.from({ length: 20 }, (_, index) => [put(tara, box(), box({ x: index })), sam.reason('board.draw', draw([box()]))]);
    const answers = await Promise.all(work.flat());
    expect(answers.filter((answer) => answer === 'forbidden')).toHaveLength(20);
    await until('all to be told', () => drawnTo(sam).length === 20);
    const numbers = drawnTo(sam).flatMap(({ from, elements }) => elements.map((_, index) => from + index));
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect((await read(sam)).board.seq).toBe(40);
  });

  it('[BO4] who was away asks for what changed since their last number: changed, new and gone, each once', async () => {
    const { tara, sam } = await seated();
    const [one, other, third] = [box(), box(), box()];
    await put(tara, one, other);
    await tara.get('board.draw', draw([{ ...one, y: 9 }], [other.id]));
    await put(tara, third);
    expect((await read(sam, 2)).elements).toEqual([
      { seq: 3, id: one.id, element: { ...one, y: 9 } },
      { seq: 4, id: other.id, element: null },
      { seq: 5, id: third.id, element: third },
    ]);
    expect(await idsOn(sam)).toEqual(idsOf(one, third));
    await tara.fact('board.now', (fact: { seq: number }) => fact.seq === 5);
  });

  it('[BO5] a large page is read in pieces that together are the page', async () => {
    const { tara, sam } = await seated();
    const big = Array.from({ length: 9 }, (_, index) => words('x'.repeat(10_000), { originalText: 'y'.repeat(10_000), x: index }));
    for (const one of [...big, ...big.map((element) => ({ ...element, id: newId() }))]) await put(tara, one);
    const pieces: Reading[] = [];
    for (let after = 0; pieces.at(-1)?.more !== false; after = pieces.at(-1)?.elements.at(-1)?.seq ?? 0)
      pieces.push(await sam.get('board.read', { pageId: FIRST_PAGE, after, isWhole: true }));
    expect(pieces.length).toBeGreaterThan(1);
    for (const { elements } of pieces) expect(JSON.stringify(elements).length).toBeLessThan(LIMITS.boardReadChars + 30_000);
    expect(pieces.flatMap(({ elements }) => elements.map(({ seq }) => seq))).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
  });

  it('[BO6] the board belongs to the class: another session, another week and another process of the tool find it as it was', async () => {
    const { classId, tara, teacher } = await seated();
    const one = arrow();
    await put(tara, one);
    await tara.get('board.show', { isShown: true });
    const page = newId();
    await tara.get('board.add', { pageId: page });
    await tara.get('session.end', { sendId: newId() });
    const second = await World.open({ uri: world.uri, gateway: world.gateway });
    try {
      const again = await second.enter(await second.signIn({ ...teacher, classId, name: 'Tara' }));
      expect(boardOf(again)).toMatchObject({ seq: 3, view: { isShown: true, at: page } });
      expect(await read(again)).toMatchObject({ elements: [{ id: one.id, element: one }] });
    } finally {
      await second.close();
    }
  });

  it('[BO7] two processes of the tool number the drawings of one class together', async () => {
    const { classId, tara, teacher } = await seated();
    const second = await World.open({ uri: world.uri, gateway: world.gateway });
    try {
      const other = await second.enter(await second.signIn({ ...(await second.person(classId, 'teacher')), name: 'Theo' }));
      const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => put(index % 2 ? tara : other, box())));
      expect(answers.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect((await read(tara)).elements).toHaveLength(20);
      expect(teacher.classId).toBe(classId);
    } finally {
      await second.close();
    }
  });
});

describe('what a board takes', () => {
  it('[BO8] rectangles, diamonds, ellipses, lines, arrows, strokes and text are taken', async () => {
    const { tara } = await seated();
    const { elbowed: _, ...line } = arrow({ type: 'line', endArrowhead: null }) as BoardElement & { elbowed: boolean };
    const bound = { elementId: 'abc', focus: 0.1, gap: 4, fixedPoint: [0.5, 0.5] };
    const taken = [
      box(),
      box({ type: 'diamond', roundness: { type: 2 } }),
      box({ type: 'ellipse', boundElements: [{ id: 'abc', type: 'text' }] }),
      line,
      arrow({ startBinding: bound }),
      arrow({ elbowed: true, fixedSegments: [{ index: 1, start: [0, 0], end: [1, 1] }], startIsSpecial: null, endIsSpecial: false }),
      stroke(50, { pressures: [0.5], simulatePressure: false }),
      words('مرحبا <script>'),
    ];
    await put(tara, ...taken);
    expect((await read(tara)).elements.map(({ element }) => element)).toEqual(taken);
  });

  const far = LIMITS.boardReach;
  it.each<[string, object]>([
    ['a link that runs', box({ link: 'javascript:alert(1)' })],
    ['an embedded page', box({ type: 'embeddable', link: 'https://example.com' })],
    ['a frame of another document', box({ type: 'iframe' })],
    ['an image', box({ type: 'image', fileId: 'f', status: 'saved', scale: [1, 1], crop: null })],
    ['an extension’s own things', box({ customData: { x: 1 } })],
    ['a version of its own', box({ version: Number.MAX_SAFE_INTEGER })],
    ['a key of the prototype', JSON.parse(JSON.stringify(box()).replace('{', '{"__proto__":{"x":1},'))],
    ['no number', box({ x: Number.NaN })],
    ['infinity', box({ width: Number.POSITIVE_INFINITY })],
    ['a colour that loads', box({ strokeColor: 'url(https://example.com/x)' })],
    ['a key that is no order', box({ index: 'z0' })],
    ['a key that ends in zero', box({ index: 'a10' })],
    ['an id with a path in it', box({ id: '../x' })],
    ['an unknown font', words('x', { fontFamily: 99 })],
  ])('[BO9] %s is refused, and nothing of its message is written', async (_what, element) => {
    const { tara } = await seated();
    expect(await tara.reason('board.draw', draw([box(), element]))).toBe('bad-request');
    expect((await read(tara)).elements).toEqual([]);
  });

  const numbers = (size: number, value: unknown) => Array.from({ length: size }, () => value);
  it.each<[string, (over: 0 | 1) => object]>([
    ['boardReach', (over) => box({ x: far + over })],
    ['boardLinePoints', (over) => arrow({ points: numbers(LIMITS.boardLinePoints + over, [1, 1]) })],
    ['boardStrokePoints', (over) => stroke(LIMITS.boardStrokePoints + over, { points: numbers(LIMITS.boardStrokePoints + over, [1, 1]) })],
    ['boardTextChars', (over) => words('x'.repeat(LIMITS.boardTextChars + over))],
    ['boardOrderChars', (over) => box({ index: `a${'1'.repeat(LIMITS.boardOrderChars - 1 + over)}` })],
    ['boardGroups', (over) => box({ groupIds: numbers(LIMITS.boardGroups + over, 'g') })],
    ['boardBindings', (over) => box({ boundElements: numbers(LIMITS.boardBindings + over, { id: 'a', type: 'text' }) })],
  ])('[BO10] %s is taken at its limit and refused above it', async (_limit, element) => {
    const { tara } = await seated();
    expect(await tara.reason('board.draw', draw([element(0)]))).toBe('ok');
    expect(await tara.reason('board.draw', draw([element(1)]))).toBe('bad-request');
  });

  it('[BO10] an element of more characters than the limit is refused, and so is a message of too many elements', async () => {
    const { tara } = await seated();
    const heavy = (chars: number) => {
      const bare = stroke(10_000, { points: numbers(10_000, [1, 1]) });
      const missing = chars - JSON.stringify(bare).length;
      return { ...bare, points: [...numbers(10_000 - missing, [1, 1]), ...numbers(missing, [10, 1])] };
    };
    expect(JSON.stringify(heavy(LIMITS.boardElementChars))).toHaveLength(LIMITS.boardElementChars);
    expect(await tara.reason('board.draw', draw([heavy(LIMITS.boardElementChars)]))).toBe('ok');
    expect(await tara.reason('board.draw', draw([heavy(LIMITS.boardElementChars + 1)]))).toBe('bad-request');
    const many = (count: number) => draw(Array.from({ length: count }, () => box()));
    expect(await tara.reason('board.draw', many(LIMITS.boardElementsPerMessage))).toBe('ok');
    expect(await tara.reason('board.draw', many(LIMITS.boardElementsPerMessage + 1))).toBe('bad-request');
    expect(await tara.reason('board.draw', draw([]))).toBe('bad-request');
  });

  it('[BO11] a page is full at its limit: what makes it fuller is refused, what changes or empties it is not', async () => {
    const small = await World.open({ limits: { boardElementsPerPage: 3, boardPageChars: 3_000, boardPages: 2 } });
    try {
      const { tara } = await seated(small);
      const three = [box(), box(), box()];
      await put(tara, ...three);
      expect(await tara.reason('board.draw', draw([box()]))).toBe('too-large');
      await put(tara, { ...three[0], x: 1 });
      await tara.get('board.draw', draw([box()], [three[1]?.id ?? '']));
      expect(await tara.reason('board.draw', draw([words('x'.repeat(3_000), { id: three[0]?.id })]))).toBe('too-large');
      expect(await tara.reason('board.add', { pageId: 'page-two' })).toBe('ok');
      expect(await tara.reason('board.add', { pageId: 'page-three' })).toBe('too-large');
      // Adding the same page again is no page more.
      expect(await tara.reason('board.add', { pageId: 'page-two' })).toBe('ok');
    } finally {
      await small.close();
    }
  });

  it('[BO12] a page that is drawn on and wiped for ever does not grow, and who was away meanwhile begins anew', async () => {
    const small = await World.open({ limits: { boardElementsPerPage: 3 } });
    try {
      const { tara, sam, classId } = await seated(small);
      const stays = box();
      const { seq } = await put(tara, stays);
      for (let round = 0; round < 8; round += 1) {
        const one = box();
        await put(tara, one);
        await tara.get('board.draw', draw([], [one.id]));
      }
      expect(await small.connection.collection('boardelements').countDocuments({ classId })).toBeLessThanOrEqual(5);
      expect(await read(sam, seq)).toMatchObject({ isForgotten: true, elements: [] });
      expect(await idsOn(sam)).toEqual([stays.id]);
    } finally {
      await small.close();
    }
  });
});

describe('pages', () => {
  it('[BO13] a teacher adds a page after the present one, the class goes there, and each page keeps what is on it', async () => {
    const { tara, sam } = await seated();
    const first = box();
    await put(tara, first);
    await tara.get('board.add', { pageId: 'page-aaa' });
    await tara.get('board.go', { pageId: FIRST_PAGE });
    await tara.get('board.add', { pageId: 'page-bbb' });
    const changed = await sam.fact<{ seq: number; view: Board }>('board.changed', ({ view }) => view.pages.length === 3);
    expect(changed.view.pages.map(({ id }) => id)).toEqual([FIRST_PAGE, 'page-bbb', 'page-aaa']);
    expect(changed.view.at).toBe('page-bbb');
    const second = box();
    await tara.get('board.draw', draw([second], [], 'page-bbb'));
    expect(await idsOn(sam, 'page-bbb')).toEqual([second.id]);
    expect(await idsOn(sam)).toEqual([first.id]);
    for (const wish of ['board.go', 'board.read', 'board.draw', 'board.clear'])
      expect(
        await tara.reason(wish, {
          pageId: 'page-none',
          ...(wish === 'board.read' && { after: 0, isWhole: true }),
          ...(wish === 'board.draw' && { elements: [box()], removed: [] }),
          ...(wish === 'board.clear' && { sendId: newId() }),
        }),
      ).toBe('not-found');
  });

  it('[BO14] clearing takes all that is on a page, once for each sendId, and can be taken back with what was changed since', async () => {
    const { tara, sam } = await seated();
    const [one, other, after] = [box(), box(), box()];
    await put(tara, one, other);
    const sendId = newId();
    const { seq } = await tara.get('board.clear', { pageId: FIRST_PAGE, sendId });
    await sam.fact<{ view: Board }>('board.changed', ({ view }) => view.pages[0]?.clearedAt === seq && view.pages[0]?.canRestore === true);
    expect(await idsOn(sam)).toEqual([]);
    await put(tara, after, { ...other, x: 77 });
    expect((await tara.get('board.clear', { pageId: FIRST_PAGE, sendId })).seq).toBeGreaterThanOrEqual(seq);
    expect(await idsOn(sam)).toEqual(idsOf(after, other));
    await tara.get('board.restore', { pageId: FIRST_PAGE, clearedAt: seq });
    expect(await idsOn(sam)).toEqual(idsOf(one, other, after));
    expect(await tara.reason('board.restore', { pageId: FIRST_PAGE, clearedAt: seq })).toBe('not-found');
  });

  it('[BO14] a second clearing makes the first final, and what it took is not kept', async () => {
    const { tara, classId } = await seated();
    for (let round = 0; round < 3; round += 1) {
      await put(tara, box(), box());
      await tara.get('board.clear', { pageId: FIRST_PAGE, sendId: newId() });
    }
    expect(await world.connection.collection('boardelements').countDocuments({ classId })).toBe(2);
  });
});

describe('who may draw', () => {
  it('[BO15] teachers only, chosen students, or everybody: asked for each message, and changed at once', async () => {
    const { tara, sam, samsSeat, classId } = await seated();
    const eve = await world.enter(await world.person(classId, 'student', 'Eve'));
    const may = async (link: TestLink) => await link.reason('board.draw', draw([box()]));
    expect(await may(sam)).toBe('forbidden');
    await tara.get('board.allow', { mode: 'chosen', drawers: [samsSeat] });
    expect([await may(sam), await may(eve), await may(tara)]).toEqual(['ok', 'forbidden', 'ok']);
    await tara.get('board.allow', { mode: 'everybody', drawers: [] });
    expect([await may(sam), await may(eve)]).toEqual(['ok', 'ok']);
    await tara.get('board.allow', { mode: 'teachers', drawers: [samsSeat] });
    expect([await may(sam), await may(eve), await may(tara)]).toEqual(['forbidden', 'forbidden', 'ok']);
  });

  it('[BO16] after a right was taken and that was acknowledged, no stroke of that person is written', async () => {
    const { tara, sam } = await seated();
    await tara.get('board.allow', { mode: 'everybody', drawers: [] });
    const storm = Array.from({ length: 40 }, () => sam.ask('board.draw', draw([box()])));
    const { seq } = await tara.get('board.allow', { mode: 'teachers', drawers: [] });
    const answers = await Promise.all(storm);
    for (const answer of answers) if (answer.ok) expect(answer.value['seq']).toBeLessThan(seq);
    expect((await read(tara)).board.seq).toBe(seq);
  });

  it('[BO17] a student is refused every wish that steers the board, and the board stays as it is', async () => {
    const { tara, sam } = await seated();
    await put(tara, box());
    const before = await read(tara);
    const wishes: Record<string, object> = {
      'board.show': { isShown: true },
      'board.add': { pageId: 'page-two' },
      'board.go': { pageId: FIRST_PAGE },
      'board.clear': { pageId: FIRST_PAGE, sendId: newId() },
      'board.restore': { pageId: FIRST_PAGE, clearedAt: 1 },
      'board.allow': { mode: 'everybody', drawers: [] },
      'board.draw': draw([], [before.elements[0]?.id ?? '']),
      'board.point': { pageId: FIRST_PAGE, x: 1, y: 1, tool: 'laser', isDown: true },
    };
    for (const [wish, body] of Object.entries(wishes)) expect([wish, await sam.reason(wish, body)]).toEqual([wish, 'forbidden']);
    expect(await read(tara)).toEqual(before);
  });

  it('[BO18] who is not seated, or was of a session that ended, neither reads nor draws', async () => {
    const { tara, classId } = await seated();
    const outside = await world.link(await world.person(classId, 'teacher'));
    for (const wish of ['board.draw', 'board.read'])
      expect(await outside.reason(wish, wish === 'board.draw' ? draw([box()]) : { pageId: FIRST_PAGE, after: 0, isWhole: true })).toBe(
        'wrong-phase',
      );
    await tara.get('session.end', { sendId: newId() });
    expect(await tara.reason('board.draw', draw([box()]))).toBe('class-ended');
    expect(await tara.reason('board.read', { pageId: FIRST_PAGE, after: 0, isWhole: true })).toBe('class-ended');
  });

  it('[BO10] so many students are chosen, and no more', async () => {
    const { tara } = await seated();
    const drawers = (count: number) => ({ mode: 'chosen', drawers: Array.from({ length: count }, newId) });
    expect(await tara.reason('board.allow', drawers(LIMITS.boardDrawers))).toBe('ok');
    expect(await tara.reason('board.allow', drawers(LIMITS.boardDrawers + 1))).toBe('bad-request');
  });
});

describe('pointers and haste', () => {
  it('[BO19] a pointer is told to the others and not to oneself, and nothing of it is kept', async () => {
    const { tara, sam, classId } = await seated();
    const pointer = { pageId: FIRST_PAGE, x: 5, y: 6, tool: 'laser', isDown: true };
    await tara.get('board.point', pointer);
    expect(await sam.fact('board.pointer')).toMatchObject(pointer);
    expect(tara.facts.some(({ name }) => name === 'board.pointer')).toBe(false);
    expect((await read(sam)).board.seq).toBe(0);
    expect(await world.connection.collection('boards').countDocuments({ _id: classId as never })).toBe(0);
  });

  it('[BO20] who draws or points faster than a hand can is refused for it', async () => {
    const { tara } = await seated();
    const pointer = { pageId: FIRST_PAGE, x: 5, y: 6, tool: 'pointer', isDown: false };
    const points = await Promise.all(Array.from({ length: 40 }, () => tara.reason('board.point', pointer)));
    expect(points).toContain('too-fast');
    expect(points.filter((reason) => reason === 'ok').length).toBeGreaterThanOrEqual(20);
    const strokes = await Promise.all(Array.from({ length: 90 }, () => tara.reason('board.draw', draw([box()]))));
    expect(strokes).toContain('too-fast');
    expect(strokes.filter((reason) => reason === 'ok').length).toBeGreaterThanOrEqual(60);
  });
});

describe('erasing people', () => {
  it('[BO21] who is erased is not the author of anything on a board any more; what they drew stays', async () => {
    const { tara, sam, student, classId } = await seated();
    await tara.get('board.allow', { mode: 'everybody', drawers: [] });
    const one = box();
    await put(sam, one);
    const stored = () => world.connection.collection('boardelements').findOne({ classId });
    expect(await stored()).toMatchObject({ by: student.personId });
    type Known = { _id: string; issuer: string; sub: string };
    const person = await world.connection.collection<Known>('persons').findOne({ _id: student.personId });
    await (await openPeopleEraser(world.connection)).erase(person?.issuer ?? '', [person?.sub ?? '']);
    expect(await stored()).toMatchObject({ by: null });
    expect(await idsOn(tara)).toEqual([one.id]);
  });
});

describe('the way back', () => {
  it('[BO22] the snapshot of the room says how the board stands, and is small', async () => {
    const { tara, classId } = await seated();
    await put(tara, box());
    for (let full = 1; full < LIMITS.boardPages; full += LIMITS.slidePages) {
      const length = Math.min(LIMITS.slidePages, LIMITS.boardPages - full);
      const slides = Array.from({ length }, () => ({ width: LIMITS.slideUnits, height: 720 }));
      const placing = { pagesId: newId(), fileId: FileId.parse(newId()), slides };
      await world.classroom.ports.boards.change(classId, (board) => placed(board, placing, LIMITS));
    }
    const late = await world.enter(await world.person(classId, 'student'), { tab: newTab() });
    expect(boardOf(late).view.pages).toHaveLength(LIMITS.boardPages);
    expect(boardOf(late).seq).toBe(1 + Math.ceil((LIMITS.boardPages - 1) / LIMITS.slidePages));
    expect(JSON.stringify(boardOf(late)).length).toBeLessThan(24_000);
  });
});
