import type { PickedItem } from '../links/tool-api.ts';

/** Something that the course already has. */
export type Known = Exclude<PickedItem, { kind: 'new-class' }>;

/** What a teacher has chosen so far in the picker. */
export interface Choice {
  /** Of a new class; empty: none is wanted. */
  readonly title: string;
  readonly countsAttendance: boolean;
  /** In the order of choosing, which is the order in the course. */
  readonly known: readonly Known[];
}

export const NOTHING_CHOSEN: Choice = { title: '', countsAttendance: false, known: [] };

/** A stable name of an item, for lists and radio buttons. */
export const keyOf = (item: Known): string => (item.kind === 'class' ? `class ${item.classId}` : `recording ${item.recordingId}`);

/** The choice with that item switched on or off; where the course takes one item, the newest replaces the one before. */
export function switched(choice: Choice, item: Known, isOn: boolean, acceptsMultiple: boolean): Choice {
  const others = acceptsMultiple ? choice.known.filter((one) => keyOf(one) !== keyOf(item)) : [];
  return { ...choice, known: isOn ? [...others, item] : others };
}

/** What will be added: the new class first. Where the course takes one item, a known one that was chosen stands before a title that was typed. */
export function itemsOf({ title, countsAttendance, known }: Choice, acceptsMultiple: boolean): readonly PickedItem[] {
  const name = title.trim();
  const made: PickedItem[] = name === '' ? [] : [{ kind: 'new-class', title: name, ...(countsAttendance ? { countsAttendance } : {}) }];
  if (acceptsMultiple) return [...made, ...known];
  return (known.length > 0 ? known : made).slice(0, 1);
}
