import type { AttendanceRule, ClassId, GradesReply, PersonId } from '@liveclass/contract';
import { Refusal } from '@liveclass/contract';
import { columnPlan, columnState, hidesZero } from '../domain/grade-column.ts';
import { deliveryOf } from '../domain/grade-delivery.ts';
import type { AttendancePorts, AttendanceRecord, HeldRecord } from '../ports/attendance.ts';
import type { Caller } from '../ports/classroom.ts';
import { marksOf } from './attendance-book.ts';
import { requireTeacher } from './view-attendance.ts';

/** What would be sent for whom, and what became of what was sent. Refused: 'forbidden', 'not-found'. */
export async function viewGrades(ports: AttendancePorts, caller: Caller): Promise<GradesReply> {
  requireTeacher(caller);
  const [course, { rule, marks }, grades, column] = await Promise.all([
    ports.classes.find(caller.classId),
    marksOf(ports, caller.classId),
    ports.grades.ofClass(caller.classId),
    ports.columns.find(caller.classId),
  ]);
  if (!course) throw new Refusal('not-found');
  const gradeOf = new Map(grades.map((grade) => [grade.personId, grade]));
  return {
    rule,
    column: columnState(columnPlan(course, column)),
    hidesZero: hidesZero(course),
    people: [...marks].map(([personId, mark]) => {
      const grade = gradeOf.get(personId);
      return { personId, ...mark, sent: grade?.sent ?? null, delivery: deliveryOf(grade) };
    }),
  };
}

/** How attendance becomes a grade from now on. Refused: 'forbidden'. */
export async function setGradeRule(ports: AttendancePorts, caller: Caller, rule: AttendanceRule): Promise<AttendanceRule> {
  requireTeacher(caller);
  await ports.rules.put(caller.classId, rule, caller.personId, ports.clock.now());
  return rule;
}

/**
 * A teacher sends: everybody's grade that changed, or those of certain people again. Where the column is gone, that is also the word
 * to make another, which then needs everybody's. Refused: 'forbidden', 'not-found', 'wrong-phase' (nothing is graded here).
 */
export async function sendGrades(ports: AttendancePorts, caller: Caller, people?: readonly PersonId[]): Promise<number> {
  requireTeacher(caller);
  const course = await ports.classes.find(caller.classId);
  if (!course) throw new Refusal('not-found');
  const known = await ports.columns.find(caller.classId);
  const isGone = columnPlan(course, known).type === 'gone';
  if (isGone) await ports.columns.put(caller.classId, { ...known, isGone: false });
  if (columnPlan(course, { ...known, isGone: false }).type === 'none') throw new Refusal('wrong-phase', 'the platform takes no grades');
  return queueGrades(ports, caller.classId, { ...(people && { only: people }), again: isGone || people !== undefined });
}

interface Which {
  readonly only?: readonly PersonId[];
  readonly again?: boolean;
}

/** Puts the grades as they stand now into the queue; answers how many there are to send. */
export async function queueGrades(ports: AttendancePorts, classId: ClassId, { only, again = false }: Which = {}): Promise<number> {
  const { rule, marks } = await marksOf(ports, classId, only?.length === 1 ? only[0] : undefined);
  const standing = rule.grade === 'none' ? new Set<PersonId>() : await standingGrades(ports, classId);
  const at = ports.clock.now();
  let queued = 0;
  for (const [personId, { score }] of marks) {
    if (only && !only.includes(personId)) continue;
    // Excused from all, or every session left out: a grade that stands at the LMS is taken back. Without a rule nothing is touched.
    if (score === null && !standing.has(personId)) continue;
    if (await ports.grades.queue({ classId, personId, score, at, again })) queued += 1;
  }
  return queued;
}

/** Whose grade the LMS has, or may have soon. */
async function standingGrades({ grades }: AttendancePorts, classId: ClassId): Promise<ReadonlySet<PersonId>> {
  const all = await grades.ofClass(classId);
  return new Set(all.filter(({ sent, state }) => sent !== null || state === 'waiting').map(({ personId }) => personId));
}

/**
 * What follows from sessions that ended and from corrections, wherever that happened: grades that go by themselves are queued, and
 * a grade that was sent is sent again when a correction changed it. What was looked after is not looked after again; what a killed
 * tool left is.
 */
export async function settleOwed(ports: AttendancePorts): Promise<void> {
  for (const session of await ports.attendances.owingSessions(AT_ONCE)) await settling(ports, session, () => settleSession(ports, session));
  for (const record of await ports.attendances.owingPeople(AT_ONCE)) await settling(ports, record, () => settlePerson(ports, record));
}

/** A class whose grades cannot be reckoned holds up no other. */
async function settling({ log }: AttendancePorts, { classId }: { readonly classId: ClassId }, work: () => Promise<void>): Promise<void> {
  await work().catch((error: unknown) => log.error({ err: error, classId }, 'grades that are owed could not be queued'));
}

async function settleSession(ports: AttendancePorts, session: HeldRecord): Promise<void> {
  const { classId, owed } = session;
  const rule = await ports.rules.find(classId);
  if (rule?.sending === 'automatic') await queueGrades(ports, classId);
  else if (owed === 'changed')
    await queueGrades(ports, classId, { only: (await ports.grades.ofClass(classId)).map(({ personId }) => personId) });
  await ports.attendances.sessionSettled(session);
}

async function settlePerson(ports: AttendancePorts, record: AttendanceRecord): Promise<void> {
  const { classId, personId } = record;
  const rule = await ports.rules.find(classId);
  const isKnown = (await ports.grades.find(classId, personId)) !== null;
  if (rule?.sending === 'automatic' || isKnown) await queueGrades(ports, classId, { only: [personId] });
  await ports.attendances.personSettled(record);
}

const AT_ONCE = 50;
