import type { SeatId } from '@liveclass/contract';

export const TILES_A_PAGE = 25;

export interface Tile {
  readonly key: string;
  readonly seatId: SeatId;
  readonly kind: 'person' | 'screen';
}

/** What the person asked for; undefined leaves it to us: a shared screen large, else the grid. */
export type LayoutChoice = 'grid' | 'speaker' | 'screen' | undefined;

export interface StageInput {
  /** In their stable order. */
  readonly people: readonly { readonly seatId: SeatId; readonly isMe: boolean }[];
  /** Seats that share a screen, the newest last. */
  readonly screens: readonly SeatId[];
  readonly layout: LayoutChoice;
  /** Key of the pinned tile. */
  readonly pinned: string | undefined;
  /** Who has the main place by speaking. */
  readonly speaker: SeatId | undefined;
  readonly page: number;
}

export interface Stage {
  readonly mode: 'grid' | 'focus';
  readonly layout: 'grid' | 'speaker' | 'screen' | 'pinned';
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
  const wanted = input.layout ?? (screen ? 'screen' : 'grid');
  if (wanted === 'screen' && screen) return focus('screen', screen, all, input.page);
  if (wanted === 'speaker') {
    const others = input.people.filter(({ isMe }) => !isMe);
    const main = others.find(({ seatId }) => seatId === input.speaker) ?? others[0] ?? input.people[0];
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

/** Rows and columns for the largest tiles of the given ratio. */
export function gridShape(count: number, width: number, height: number, gap: number, ratio = 16 / 9): GridShape {
  let best: GridShape = { columns: 1, rows: Math.max(1, count), tileWidth: 0, tileHeight: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const tileWidth = Math.floor(Math.min((width - gap * (columns - 1)) / columns, ((height - gap * (rows - 1)) / rows) * ratio));
    if (tileWidth > best.tileWidth) best = { columns, rows, tileWidth, tileHeight: Math.floor(tileWidth / ratio) };
  }
  return best;
}

/** Which simulcast layer a picture of so many device pixels needs. */
export const layerFor = (heightPx: number): 0 | 1 | 2 => {
  if (heightPx <= 200) return 0;
  return heightPx <= 400 ? 1 : 2;
};
