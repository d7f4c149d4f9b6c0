import { z } from 'zod';
import { LIMITS } from './limits.ts';

/** Chosen by who draws it; it means nothing outside its page. */
export const ElementId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);
export type ElementId = z.infer<typeof ElementId>;

/** Where something is, in the board's own units. Far enough for every canvas, near enough that sums stay exact. */
const place = z.number().min(-LIMITS.boardReach).max(LIMITS.boardReach);
const point = z.tuple([place, place]);
const share = z.number().min(-1_000).max(1_000);

/** The names that a canvas takes for a colour; nothing that loads or runs. */
const Colour = z.string().regex(/^(?:transparent|#[0-9a-fA-F]{3,8}|[a-z]{3,20})$/);

const HEADS = /^[A-Za-z]$/;
const headLength = (head: string): number =>
  head >= 'a' ? head.charCodeAt(0) - 'a'.charCodeAt(0) + 2 : 'Z'.charCodeAt(0) - head.charCodeAt(0) + 2;

/**
 * Which element lies on which: a key between the keys of its neighbours (fractional indexing). The drawing library throws on a key that
 * is none, in the pages of all the others too, so its grammar is checked here: a head that says how long the whole part is, and a
 * fraction that does not end in zero.
 */
function isOrderKey(key: string): boolean {
  const head = key.charAt(0);
  if (!HEADS.test(head) || key.length < headLength(head)) return false;
  if (key === `A${'0'.repeat(26)}`) return false;
  return !key.slice(headLength(head)).endsWith('0');
}
const OrderKey = z
  .string()
  .regex(new RegExp(`^[A-Za-z][0-9A-Za-z]{1,${LIMITS.boardOrderChars - 1}}$`))
  .refine(isOrderKey);

const shared = {
  id: ElementId,
  x: place,
  y: place,
  width: place,
  height: place,
  angle: z.number().min(-7).max(7),
  strokeColor: Colour,
  backgroundColor: Colour,
  fillStyle: z.enum(['hachure', 'cross-hatch', 'solid', 'zigzag']),
  strokeWidth: z.number().min(0).max(100),
  strokeStyle: z.enum(['solid', 'dashed', 'dotted']),
  roughness: z.number().min(0).max(5),
  roundness: z.strictObject({ type: z.number().int().min(1).max(3), value: z.number().min(0).max(1_000).optional() }).nullable(),
  opacity: z.number().min(0).max(100),
  /** Of the hand-drawn look, so that a line looks alike everywhere. */
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31),
  index: OrderKey,
  groupIds: z.array(ElementId).max(LIMITS.boardGroups),
  boundElements: z
    .array(z.strictObject({ id: ElementId, type: z.enum(['arrow', 'text']) }))
    .max(LIMITS.boardBindings)
    .nullable(),
  locked: z.boolean(),
} as const;

const shape = <K extends string>(kind: K) => z.strictObject({ ...shared, type: z.literal(kind) });

const words = z.string().max(LIMITS.boardTextChars);
const text = z.strictObject({
  ...shared,
  type: z.literal('text'),
  text: words,
  originalText: words,
  fontSize: z.number().min(1).max(2_000),
  fontFamily: z.number().int().min(1).max(20),
  textAlign: z.enum(['left', 'center', 'right']),
  verticalAlign: z.enum(['top', 'middle', 'bottom']),
  containerId: ElementId.nullable(),
  autoResize: z.boolean(),
  lineHeight: z.number().min(0.5).max(5),
});

const binding = z
  .strictObject({ elementId: ElementId, focus: share, gap: place, fixedPoint: z.tuple([share, share]).nullable().optional() })
  .nullable();
const head = z
  .enum([
    'arrow',
    'bar',
    'dot',
    'circle',
    'circle_outline',
    'triangle',
    'triangle_outline',
    'diamond',
    'diamond_outline',
    'crowfoot_one',
    'crowfoot_many',
    'crowfoot_one_or_many',
  ])
  .nullable();
const linear = {
  ...shared,
  points: z.array(point).min(1).max(LIMITS.boardLinePoints),
  startBinding: binding,
  endBinding: binding,
  startArrowhead: head,
  endArrowhead: head,
} as const;
const segment = z.strictObject({ index: z.number().int().min(0).max(LIMITS.boardLinePoints), start: point, end: point });
const arrow = z.strictObject({
  ...linear,
  type: z.literal('arrow'),
  elbowed: z.boolean(),
  fixedSegments: z.array(segment).max(LIMITS.boardBindings).nullable().optional(),
  startIsSpecial: z.boolean().nullable().optional(),
  endIsSpecial: z.boolean().nullable().optional(),
});

const freedraw = z.strictObject({
  ...shared,
  type: z.literal('freedraw'),
  points: z.array(point).min(1).max(LIMITS.boardStrokePoints),
  pressures: z.array(z.number().min(0).max(1)).max(LIMITS.boardStrokePoints),
  simulatePressure: z.boolean(),
});

/** The kinds that a board takes. No links, no frames of other pages, no scripts, no images, nothing of an extension's own: what is not named here is refused. */
const kinds = [
  shape('rectangle'),
  shape('diamond'),
  shape('ellipse'),
  text,
  z.strictObject({ ...linear, type: z.literal('line') }),
  arrow,
  freedraw,
] as const;

/** How much an element weighs, as everybody counts it. */
export const elementSize = (element: object): number => JSON.stringify(element).length;

export const BoardElement = z.discriminatedUnion('type', kinds).refine((element) => elementSize(element) <= LIMITS.boardElementChars);
export type BoardElement = z.infer<typeof BoardElement>;
export const BOARD_KINDS: readonly BoardElement['type'][] = kinds.map((kind) => kind.shape.type.value);
