import type { ExcalidrawElement } from '@excalidraw/excalidraw/element/types';
import type { BinaryFileData } from '@excalidraw/excalidraw/types';
import { BOARD_KINDS, type BoardElement, type PageBackground, SLIDE_TYPE } from '@liveclass/contract';
import { pictureKey } from '../../models/slide-pictures.ts';

type Fields = Readonly<Record<string, unknown>>;

const SHARED = [
  'id',
  'type',
  'x',
  'y',
  'width',
  'height',
  'angle',
  'strokeColor',
  'backgroundColor',
  'fillStyle',
  'strokeWidth',
  'strokeStyle',
  'roughness',
  'roundness',
  'opacity',
  'seed',
  'index',
  'groupIds',
  'boundElements',
  'locked',
] as const;
const LINEAR = ['points', 'startBinding', 'endBinding', 'startArrowhead', 'endArrowhead'] as const;
const OF_KIND: Readonly<Record<BoardElement['type'], readonly string[]>> = {
  rectangle: [],
  diamond: [],
  ellipse: [],
  line: LINEAR,
  arrow: [...LINEAR, 'elbowed', 'fixedSegments', 'startIsSpecial', 'endIsSpecial'],
  freedraw: ['points', 'pressures', 'simulatePressure'],
  text: ['text', 'originalText', 'fontSize', 'fontFamily', 'textAlign', 'verticalAlign', 'containerId', 'autoResize', 'lineHeight'],
};

/** A hand is not finer than this, and a long stroke weighs a third. */
const round = (value: number): number => Math.round(value * 100) / 100;
const rounded = (value: unknown): unknown => {
  if (typeof value === 'number') return round(value);
  return Array.isArray(value) ? value.map(rounded) : value;
};
const ROUNDED: readonly string[] = ['x', 'y', 'width', 'height', 'points', 'pressures'];

const isKind = (type: string): type is BoardElement['type'] => BOARD_KINDS.some((kind) => kind === type);

const pick = (from: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(
    names.filter((name) => from[name] !== undefined).map((name) => [name, ROUNDED.includes(name) ? rounded(from[name]) : from[name]]),
  );

const binding = (given: unknown): unknown =>
  given && typeof given === 'object' ? pick(given as Fields, ['elementId', 'focus', 'gap', 'fixedPoint']) : null;

/** What is sent of an element; undefined for a kind that no board takes. The contract's schema has the last word on the rest. */
export function packed(element: ExcalidrawElement): object | undefined {
  if (!isKind(element.type)) return undefined;
  const fields = element as unknown as Fields;
  const taken = pick(fields, [...SHARED, ...OF_KIND[element.type]]);
  if (!('startBinding' in taken)) return taken;
  return { ...taken, startBinding: binding(fields['startBinding']), endBinding: binding(fields['endBinding']) };
}

/** Something of it is not taken by any board: it is shown without. */
export const hasForeignParts = ({ type, link, customData, frameId }: ExcalidrawElement): boolean =>
  !isKind(type) || Boolean(link) || customData !== undefined || frameId !== null;

/** Below the first key that is given to an element. */
const LOWEST = 'Zz';

const nonce = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1;

/** An element as the drawing library wants it. Its version only tells the library that something changed; the server's number decides. */
export function unpacked(element: BoardElement, version: number): ExcalidrawElement {
  return {
    ...element,
    ...('points' in element && { lastCommittedPoint: null }),
    version,
    versionNonce: nonce(),
    isDeleted: false,
    frameId: null,
    link: null,
    updated: 1,
  } as unknown as ExcalidrawElement;
}

/** One that was removed by somebody else. */
export const removedNow = (element: ExcalidrawElement): ExcalidrawElement => ({
  ...element,
  isDeleted: true,
  version: element.version + 1,
  versionNonce: nonce(),
});

/** The picture under the marks of a page: an element of the scene, and of no board. */
export const GROUND = 'page-ground';

/** In its place: what the hand cannot move, choose or wipe away. */
export const ground = (background: PageBackground, version: number): ExcalidrawElement =>
  ({
    id: GROUND,
    type: 'image',
    x: 0,
    y: 0,
    width: background.width,
    height: background.height,
    angle: 0,
    strokeColor: 'transparent',
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 1,
    strokeStyle: 'solid',
    roughness: 0,
    roundness: null,
    opacity: 100,
    seed: 1,
    index: LOWEST,
    groupIds: [],
    boundElements: null,
    locked: true,
    fileId: pictureKey(background),
    status: 'saved',
    scale: [1, 1],
    crop: null,
    version,
    versionNonce: nonce(),
    isDeleted: false,
    frameId: null,
    link: null,
    updated: 1,
  }) as unknown as ExcalidrawElement;

/** A picture as the drawing library wants it. */
export const pictureFile = (background: PageBackground, dataURL: string): BinaryFileData =>
  ({ id: pictureKey(background), mimeType: SLIDE_TYPE, dataURL, created: 1 }) as unknown as BinaryFileData;

/** Which lies on which is the same everywhere: the ground below all, the others by their keys, and where two are alike by their ids. */
export const inOrder = (elements: readonly ExcalidrawElement[]): ExcalidrawElement[] =>
  [...elements].sort((a, b) => {
    if (a.id === GROUND || b.id === GROUND) return a.id === GROUND ? -1 : 1;
    const [one, other] = [a.index ?? '', b.index ?? ''];
    if (one !== other) return one < other ? -1 : 1;
    return a.id < b.id ? -1 : 1;
  });
