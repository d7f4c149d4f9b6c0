import { DeepLinkingBody, LIMITS } from '@liveclass/contract';
import { describe, expect, it } from 'vitest';
import { itemsOf, type Known, NOTHING_CHOSEN, switched } from './picking.ts';

const lab: Known = { kind: 'class', classId: 'class-0001' };
const lesson: Known = { kind: 'recording', recordingId: 'recording-1' };

describe('what a teacher picks', () => {
  it('[LD6] where several are taken, the new class comes first and the rest in the order of choosing', () => {
    const chosen = [lesson, lab].reduce((choice, item) => switched(choice, item, true, true), { ...NOTHING_CHOSEN, title: ' Seminar ' });
    expect(itemsOf(chosen, true)).toEqual([{ kind: 'new-class', title: 'Seminar' }, lesson, lab]);
    expect(itemsOf(switched(chosen, lesson, false, true), true)).toEqual([{ kind: 'new-class', title: 'Seminar' }, lab]);
    expect(switched(switched(chosen, lesson, true, true), lab, true, true).known).toEqual([lesson, lab]);
  });

  it('[LD6] where one is taken, the newest choice is the only one, and a title counts while nothing else is chosen', () => {
    const typed = { ...NOTHING_CHOSEN, title: 'Seminar', countsAttendance: true };
    expect(itemsOf(typed, false)).toEqual([{ kind: 'new-class', title: 'Seminar', countsAttendance: true }]);
    const chosen = switched(switched(typed, lesson, true, false), lab, true, false);
    expect(itemsOf(chosen, false)).toEqual([lab]);
    expect(itemsOf(switched(chosen, lab, false, false), false)).toHaveLength(1);
  });

  it('[LD6] nothing chosen is nothing to add, and a title of blanks is none', () => {
    expect(itemsOf({ ...NOTHING_CHOSEN, title: '   ' }, true)).toEqual([]);
  });

  it('[LD4] twenty items are taken at once, and no more', () => {
    const items = Array.from({ length: LIMITS.pickedItems }, () => lesson);
    expect(DeepLinkingBody.safeParse({ items }).success).toBe(true);
    expect(DeepLinkingBody.safeParse({ items: [...items, lesson] }).success).toBe(false);
  });
});
