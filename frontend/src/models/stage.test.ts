import type { SeatId } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { gridShape, layerFor, type StageInput, stageOf, TILES_A_PAGE, tileKey } from './stage.ts';

const seat = (index: number) => `seat-${String(index).padStart(4, '0')}` as SeatId;
const aClass = (count: number, part: Partial<StageInput> = {}): StageInput => ({
  people: Array.from({ length: count }, (_, index) => ({ seatId: seat(index), isMe: index === 0 })),
  screens: [],
  layout: undefined,
  pinned: undefined,
  speaker: undefined,
  page: 0,
  ...part,
});

describe('the stage', () => {
  it('[RM1] keeps everybody in place whoever speaks', () => {
    const keys = (speaker: SeatId | undefined) => stageOf(aClass(6, { speaker })).tiles.map(({ key }) => key);
    expect(keys(seat(4))).toEqual(keys(undefined));
  });

  it('[RM2] shows at most 25 tiles a page, and the rest on further pages', () => {
    const first = stageOf(aClass(60));
    expect([first.tiles.length, first.pages, first.page]).toEqual([TILES_A_PAGE, 3, 0]);
    expect(stageOf(aClass(60, { page: 2 })).tiles).toHaveLength(10);
    // The page is kept in range when people leave.
    expect(stageOf(aClass(26, { page: 7 })).page).toBe(1);
  });

  it('[RM3] gives a shared screen the main place, unless the person chose otherwise', () => {
    const screens = [seat(3)];
    expect(stageOf(aClass(6, { screens })).main?.key).toBe(tileKey(seat(3), 'screen'));
    expect(stageOf(aClass(6, { screens, layout: 'grid' }))).toMatchObject({ mode: 'grid', main: undefined });
    expect(stageOf(aClass(6, { screens, layout: 'grid' })).tiles[0]?.kind).toBe('screen');
  });

  it('[RM3] shows the newest of several shared screens', () => {
    expect(stageOf(aClass(6, { screens: [seat(3), seat(1)] })).main?.seatId).toBe(seat(1));
  });

  it('[RM4] a pin stands above every layout, and ends with the person', () => {
    const pinned = tileKey(seat(2), 'person');
    for (const layout of ['grid', 'speaker', 'screen', undefined] as const)
      expect(stageOf(aClass(4, { pinned, layout, screens: [seat(1)] })).main?.key).toBe(pinned);
    expect(stageOf(aClass(2, { pinned })).mode).toBe('grid');
  });

  it('[RM5] the speaker view never shows oneself while others are here', () => {
    expect(stageOf(aClass(3, { layout: 'speaker', speaker: seat(0) })).main?.seatId).toBe(seat(1));
    expect(stageOf(aClass(3, { layout: 'speaker', speaker: seat(2) })).main?.seatId).toBe(seat(2));
    expect(stageOf(aClass(1, { layout: 'speaker' })).main?.seatId).toBe(seat(0));
  });
});

describe('the grid', () => {
  it.each([1, 2, 3, 4, 5, 6, 9, 12, 16, 25])('[RM6] fits %i tiles into every screen without overlap', (count) => {
    for (const [width, height] of [
      [1416, 790],
      [1256, 690],
      [796, 980],
      [366, 640],
      [300, 120],
    ] as const) {
      const { columns, rows, tileWidth, tileHeight } = gridShape(count, width, height, 8);
      expect(columns * rows).toBeGreaterThanOrEqual(count);
      expect(columns * tileWidth + (columns - 1) * 8).toBeLessThanOrEqual(width);
      expect(rows * tileHeight + (rows - 1) * 8).toBeLessThanOrEqual(height);
    }
  });

  it('[RM6] puts two people side by side on a wide screen and above one another on a phone', () => {
    expect(gridShape(2, 1416, 790, 8).columns).toBe(2);
    expect(gridShape(2, 366, 640, 8).columns).toBe(1);
  });

  it('[RM7] asks for the picture size of the tile', () => {
    expect([layerFor(110), layerFor(360), layerFor(720)]).toEqual([0, 1, 2]);
  });
});
