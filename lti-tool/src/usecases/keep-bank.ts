import {
  type BankDraft,
  type BankItem,
  type BankReply,
  type ElsewhereReply,
  type ImportReply,
  Refusal,
  type TakeBody,
} from '@liveclass/contract';
import type { ClassRecord } from '../domain/identity.ts';
import { type Row, readRows } from '../domain/question-rows.ts';
import type { Caller } from '../ports/classroom.ts';
import type { Classes, Ids, Memberships, Platforms } from '../ports/identity.ts';
import type { PollBanks } from '../ports/polls.ts';
import { classesOfCourse } from './know-course.ts';

export interface BankPorts {
  readonly banks: PollBanks;
  readonly ids: Ids;
  readonly classes: Pick<Classes, 'find' | 'ofCourse'>;
  readonly memberships: Pick<Memberships, 'role'>;
  readonly platforms: Pick<Platforms, 'find' | 'list'>;
}

function requireTeacher({ role }: Caller): void {
  if (role !== 'teacher') throw new Refusal('forbidden');
}

/** The questions prepared for the class. Refused: 'forbidden'. */
export async function viewBank({ banks }: BankPorts, caller: Caller): Promise<BankReply> {
  requireTeacher(caller);
  return { items: [...(await banks.of(caller.classId))] };
}

const checked = (draft: BankDraft): BankDraft => {
  if (draft.isAnonymous && draft.canChange) throw new Refusal('bad-request', 'an anonymous answer cannot be changed');
  return draft;
};

/** Refused: 'forbidden', 'too-large' when the bank is full. */
export async function addToBank(ports: BankPorts, caller: Caller, draft: BankDraft): Promise<BankReply> {
  requireTeacher(caller);
  await ports.banks.add(caller.classId, [{ id: ports.ids.id(), ...checked(draft) }]);
  return viewBank(ports, caller);
}

/** Refused: 'forbidden', 'not-found'. */
export async function changeInBank(ports: BankPorts, caller: Caller, id: string, draft: BankDraft): Promise<BankReply> {
  requireTeacher(caller);
  if (!(await ports.banks.change(caller.classId, id, checked(draft)))) throw new Refusal('not-found');
  return viewBank(ports, caller);
}

/** Refused: 'forbidden', 'not-found'. */
export async function removeFromBank(ports: BankPorts, caller: Caller, id: string): Promise<BankReply> {
  requireTeacher(caller);
  if (!(await ports.banks.remove(caller.classId, id))) throw new Refusal('not-found');
  return viewBank(ports, caller);
}

/**
 * Adds the questions of a file: all of them, or with a fault in any line none, unless the rest is wanted without those lines. Every
 * line that is left out is told. Refused: 'forbidden', 'too-large' when the bank cannot hold them.
 */
export async function importQuestions(ports: BankPorts, caller: Caller, rows: readonly Row[], skipsFaults: boolean): Promise<ImportReply> {
  requireTeacher(caller);
  const { drafts, faults } = readRows(rows);
  const added = faults.length > 0 && !skipsFaults ? [] : drafts;
  if (added.length > 0)
    await ports.banks.add(
      caller.classId,
      added.map((draft) => ({ id: ports.ids.id(), ...draft })),
    );
  return { added: added.length, faults: [...faults], ...(await viewBank(ports, caller)) };
}

/** Prepared questions in other classes of the course, where this person teaches too. Refused: 'forbidden'. */
export async function viewElsewhere(ports: BankPorts, caller: Caller): Promise<ElsewhereReply> {
  requireTeacher(caller);
  const own = await ports.classes.find(caller.classId);
  if (!own) throw new Refusal('not-found');
  const others = (await classesOfCourse(ports, own)).filter(({ id }) => id !== caller.classId);
  const found = await Promise.all(others.map((one) => bankOf(ports, caller, one)));
  return { classes: found.filter(({ items }) => items.length > 0) };
}

async function bankOf({ banks, memberships }: BankPorts, { personId }: Caller, { id: classId, title }: ClassRecord) {
  const teaches = (await memberships.role(classId, personId)) === 'teacher';
  return { classId, title, items: teaches ? [...(await banks.of(classId))] : [] };
}

/** Copies questions of another class into this one's bank. Refused: 'forbidden', 'not-found' (also where one does not teach), 'too-large'. */
export async function takeQuestions(ports: BankPorts, caller: Caller, { classId, ids }: TakeBody): Promise<BankReply> {
  const { classes } = await viewElsewhere(ports, caller);
  const wanted = classes.find((one) => one.classId === classId)?.items.filter(({ id }) => ids.includes(id)) ?? [];
  if (wanted.length === 0) throw new Refusal('not-found');
  await ports.banks.add(
    caller.classId,
    wanted.map((item): BankItem => ({ ...item, id: ports.ids.id() })),
  );
  return viewBank(ports, caller);
}
