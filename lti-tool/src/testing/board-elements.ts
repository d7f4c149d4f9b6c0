import type { BoardElement } from '@liveclass/contract';
import { newId } from './classroom-world.ts';

const COMMON = {
  x: 10,
  y: 20,
  width: 100,
  height: 50,
  angle: 0,
  strokeColor: '#1e1e1e',
  backgroundColor: 'transparent',
  fillStyle: 'solid',
  strokeWidth: 2,
  strokeStyle: 'solid',
  roughness: 1,
  roundness: null,
  opacity: 100,
  seed: 7,
  index: 'a1',
  groupIds: [],
  boundElements: null,
  locked: false,
} as const;

export const box = (change: object = {}): BoardElement =>
  ({ ...COMMON, id: newId(), type: 'rectangle', ...change }) as unknown as BoardElement;

export const stroke = (points: number, change: object = {}): BoardElement =>
  ({
    ...COMMON,
    id: newId(),
    type: 'freedraw',
    points: Array.from({ length: points }, (_, index) => [index % 10, 1]),
    pressures: [],
    simulatePressure: true,
    ...change,
  }) as unknown as BoardElement;

export const words = (text: string, change: object = {}): BoardElement =>
  ({
    ...COMMON,
    id: newId(),
    type: 'text',
    text,
    originalText: text,
    fontSize: 20,
    fontFamily: 5,
    textAlign: 'left',
    verticalAlign: 'top',
    containerId: null,
    autoResize: true,
    lineHeight: 1.25,
    ...change,
  }) as unknown as BoardElement;

export const arrow = (change: object = {}): BoardElement =>
  ({
    ...COMMON,
    id: newId(),
    type: 'arrow',
    points: [
      [0, 0],
      [100, 50],
    ],
    startBinding: null,
    endBinding: null,
    startArrowhead: null,
    endArrowhead: 'arrow',
    elbowed: false,
    ...change,
  }) as unknown as BoardElement;
