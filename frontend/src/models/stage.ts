import type { SeatId } from '@liveclass/contract';

export const TILES_A_PAGE = 25;

export interface Tile {
  readonly key: string;
  readonly seatId: SeatId;
  readonly kind: 'person' | 'screen';
}

/** What the person asked for; undefined leaves it to us: a shared screen large, else the board, else the grid. */
export type LayoutChoice = 'grid' | 'speaker' | 'screen' | 'board' | undefined;

export interface StageInput {
  /** In their stable order. */
  readonly people: readonly { readonly seatId: SeatId; readonly isMe: boolean }[];
  /** Seats that share a screen, the newest last. */
  readonly screens: readonly SeatId[];
  readonly layout: LayoutChoice;
  /** The board is on everybody's stage. */
  readonly isBoardShown?: boolean;
  /** Key of the pinned tile. */
  readonly pinned: string | undefined;
  /** Who has the main place by speaking. */
  readonly speaker: SeatId | undefined;
  /** Who was called; they have the main place unless something else was chosen or shared. */
  readonly spotlight?: SeatId | undefined;
  readonly page: number;
}

export interface Stage {
  readonly mode: 'grid' | 'focus';
  readonly layout: 'grid' | 'speaker' | 'screen' | 'board' | 'pinned';
  /** None beside the board, which is no tile. */
  readonly main: Tile | undefined;
  /** The tiles of this page, or those beside the main one. */
  readonly tiles: readonly Tile[];
  readonly page: number;
  readonly pages: number;
}

export const tileKey = (seatId: SeatId, kind: Tile['kind']): string => `${seatId}/${kind}`;

const tile = (seatId: SeatId, kind: Tile['kind']): Tile => ({ key: tileKey(seatId, kind), seatId, kind });

/** What stands where. Pure, so that the same class looks the same wherever it is drawn. */
export function stageOf(input: StageInput): Stage {
  const screens = input.screens.map((seatId) => tile(seatId, 'screen'));
  const all = [...screens, ...input.people.map(({ seatId }) => tile(seatId, 'person'))];
  const pinned = all.find(({ key }) => key === input.pinned);
  if (pinned) return focus('pinned', pinned, all, input.page);
  const screen = screens.at(-1);
  const called = input.people.find(({ seatId }) => seatId === input.spotlight);
  const wanted = input.layout ?? (screen ? 'screen' : input.isBoardShown ? 'board' : called ? 'speaker' : 'grid');
  if (wanted === 'board' && input.isBoardShown) return { mode: 'focus', layout: 'board', main: undefined, ...cut(all, input.page) };
  if (wanted === 'screen' && screen) return focus('screen', screen, all, input.page);
  if (wanted === 'speaker') {
    const others = input.people.filter(({ isMe }) => !isMe);
    const main = called ?? others.find(({ seatId }) => seatId === input.speaker) ?? others[0] ?? input.people[0];
    if (main) return focus('speaker', tile(main.seatId, 'person'), all, input.page);
  }
  return { mode: 'grid', layout: 'grid', main: undefined, ...cut(all, input.page) };
}

function focus(layout: Stage['layout'], main: Tile, all: readonly Tile[], page: number): Stage {
  return {
    mode: 'focus',
    layout,
    main,
    ...cut(
      all.filter(({ key }) => key !== main.key),
      page,
    ),
  };
}

function cut(all: readonly Tile[], page: number): Pick<Stage, 'tiles' | 'page' | 'pages'> {
  const pages = Math.max(1, Math.ceil(all.length / TILES_A_PAGE));
  const shown = Math.min(Math.max(0, page), pages - 1);
  return { tiles: all.slice(shown * TILES_A_PAGE, (shown + 1) * TILES_A_PAGE), page: shown, pages };
}

export interface GridShape {
  readonly columns: number;
  readonly rows: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
}

/** Side by side is how people sit: on a wide screen it wins where stacking would gain so little. */
const WORTH_STACKING = 1.06;

/** Rows and columns for the largest tiles of the given ratio. */
export function gridShape(count: number, width: number, height: number, gap: number, ratio = 16 / 9): GridShape {
  const shapes = Array.from({ length: Math.max(1, count) }, (_, index): GridShape => {
    const columns = index + 1;
    const rows = Math.max(1, Math.ceil(count / columns));
    const tileWidth = Math.max(0, Math.floor(Math.min((width - gap * index) / columns, ((height - gap * (rows - 1)) / rows) * ratio)));
    return { columns, rows, tileWidth, tileHeight: Math.floor(tileWidth / ratio) };
  });
  const widest = Math.max(...shapes.map(({ tileWidth }) => tileWidth));
  const isGood = ({ tileWidth }: GridShape) => tileWidth * (width > height ? WORTH_STACKING : 1) >= widest;
  return shapes.findLast(isGood) ?? { columns: 1, rows: 1, tileWidth: 0, tileHeight: 0 };
}

/** Which simulcast layer a picture of so many device pixels needs. */
export const layerFor = (heightPx: number): 0 | 1 | 2 => {
  if (heightPx <= 200) return 0;
  return heightPx <= 400 ? 1 : 2;
};
