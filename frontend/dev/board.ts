import {
  type BoardElement,
  type BoardMode,
  type BoardView,
  type ElementId,
  FIRST_PAGE,
  type FileId,
  type PageBackground,
  PageId,
  Refusal,
  type RoomSnapshot,
  type SeatId,
  type SlidesView,
} from '@liveclass/contract';
import { Board } from '../src/models/board.ts';
import type { Notices } from '../src/models/notices.ts';
import type { Person } from '../src/models/people.ts';

interface Parts {
  readonly wish: URLSearchParams;
  readonly role: 'teacher' | 'student';
  readonly notices: Notices;
  readonly people: readonly Pick<Person, 'seatId' | 'role'>[];
}

const LOOKS = {
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  roundness: null,
  opacity: 100,
  groupIds: [],
  boundElements: null,
  locked: false,
};
const element = (id: string, index: string, part: object): BoardElement =>
  ({ ...LOOKS, id, index, seed: id.length * 7_919, ...part }) as unknown as BoardElement;
const words = (id: string, index: string, text: string, x: number, y: number): BoardElement =>
  element(id, index, {
    type: 'text',
    x,
    y,
    width: text.length * 13,
    height: 35,
    text,
    originalText: text,
    fontSize: 28,
    fontFamily: 5,
    textAlign: 'left',
    verticalAlign: 'top',
    containerId: null,
    autoResize: true,
    lineHeight: 1.25,
  });

const DRAWN: readonly BoardElement[] = [
  element('cell', 'a1', { type: 'ellipse', x: 60, y: 130, width: 300, height: 200, strokeColor: '#2f9e44' }),
  element('core', 'a2', { type: 'ellipse', x: 160, y: 190, width: 90, height: 80, backgroundColor: '#b2f2bb' }),
  element('line', 'a3', {
    type: 'freedraw',
    x: 210,
    y: 230,
    width: 230,
    height: 60,
    points: Array.from({ length: 24 }, (_, at) => [at * 10, Math.sin(at / 3) * 14 - at * 2]),
    pressures: [],
    simulatePressure: true,
    strokeColor: '#e03131',
  }),
  words('name', 'a4', 'Nucleus', 450, 165),
  words('arabic', 'a5', 'نواة الخلية', 450, 215),
];

const page = (id: PageId, background: PageBackground | null = null) => ({ id, clearedAt: 0, canRestore: false, background });

/** A slide of two halves, with a line of words. */
async function drawnPage(): Promise<Blob> {
  const canvas = new OffscreenCanvas(1_280, 720);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, 1_280, 720);
  pen.fillStyle = '#d0ebff';
  pen.fillRect(0, 0, 640, 720);
  pen.fillStyle = '#1e1e1e';
  pen.direction = 'ltr';
  pen.font = '64px sans-serif';
  pen.fillText('Cells and membranes', 420, 90);
  return canvas.convertToBlob({ type: 'image/webp' });
}

const SLIDE: PageBackground = { fileId: 'file-0001' as PageBackground['fileId'], page: 1, width: 1_280, height: 720 };

/** `slides=making`, `slides=failed`: how far the first file is. */
const madeUpSlides = (wish: URLSearchParams) => {
  const fault = wish.get('slides') === 'failed' ? ('locked' as const) : null;
  const view = async (fileId: string) =>
    ({ fileId: fileId as FileId, state: fault ? 'failed' : 'preparing', made: 4, pages: 11, fault }) as SlidesView;
  return { picture: drawnPage, prepare: view, view };
};

/** `board`: on everybody's stage, with the real model and a made-up server behind it; `board=failed`: one that does not answer. */
export function madeUpBoard({ wish, role, notices, people }: Parts): Board {
  const isTeacher = role === 'teacher';
  let view: BoardView = {
    isShown: wish.has('board'),
    mode: (wish.get('mode') ?? 'teachers') as BoardMode,
    drawers: people.flatMap((one) => (one.role === 'student' ? one.seatId : [])).slice(0, 1),
    at: FIRST_PAGE,
    pages: [page(FIRST_PAGE, wish.has('slides') ? SLIDE : null), page(PageId.parse('second-page')), page(PageId.parse('third-page'))],
  };
  let seq = DRAWN.length;
  const changed = (part: Partial<BoardView>) => {
    view = { ...view, ...part };
    seq += 1;
    board.told({ name: 'board.changed', fact: { seq, view } });
    return { seq };
  };
  const answers: Readonly<Record<string, (body: never) => unknown>> = {
    'board.read': ({ pageId }: { pageId: PageId }) => ({
      board: { seq, view },
      elements: pageId === FIRST_PAGE ? DRAWN.map((one, index) => ({ seq: index + 1, id: one.id as ElementId, element: one })) : [],
      isForgotten: false,
      more: false,
    }),
    'board.draw': ({ elements, removed }: { elements: unknown[]; removed: unknown[] }) => {
      const from = seq + 1;
      seq += elements.length + removed.length;
      return { from, seq };
    },
    'board.show': ({ isShown }: { isShown: boolean }) => changed({ isShown }),
    'board.go': ({ pageId }: { pageId: PageId }) => changed({ at: pageId }),
    'board.allow': (given: { mode: BoardMode; drawers: SeatId[] }) => changed(given),
  };
  const ask = async (name: string, body: never) => {
    if (wish.get('board') === 'failed') throw new Refusal('unavailable');
    return answers[name]?.(body) ?? { seq };
  };
  const board = new Board({ slides: madeUpSlides(wish) as never, tool: { ask: ask as never }, notices, shown: () => undefined });
  board.entered({ me: { seatId: 'seat-0000', role: isTeacher ? 'teacher' : 'student' }, board: { seq, view } } as unknown as RoomSnapshot);
  if (wish.has('elsewhere')) {
    changed({ at: PageId.parse('third-page') });
    board.go(FIRST_PAGE);
  }
  return board;
}
