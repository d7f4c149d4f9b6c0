import { type ClassId, KeyedQueue } from '@liveclass/contract';
import { columnPlan } from '../domain/grade-column.ts';
import { type GradeResult, OUTDATED_TRIES } from '../domain/grade-delivery.ts';
import type { ClassRecord } from '../domain/identity.ts';
import type { AttendancePorts, ClaimedGrade, ScoreOutcome } from '../ports/attendance.ts';

const AT_ONCE = 10;
/** Longer than finding and making a column can take. */
const COLUMN_LEASE_MS = 300_000;

/** Brings queued grades to the LMS: several people's side by side, one message about each person at a time. */
export class GradeDelivery {
  readonly #ports: AttendancePorts;
  /** Several people of one class want its column at once; only the first looks for it. */
  readonly #looking = new KeyedQueue<ClassId>();
  #isEnding = false;

  constructor(ports: AttendancePorts) {
    this.#ports = ports;
  }

  /** All that is due. What fails stays due, later and later; what a killed tool had begun is due again after its lease. */
  async run(): Promise<void> {
    while (!this.#isEnding) {
      const claimed = await this.#ports.grades.claimDue(this.#ports.clock.now(), AT_ONCE);
      if (claimed.length === 0) return;
      await Promise.all(claimed.map((one) => this.#deliver(one)));
    }
  }

  /** Begins nothing more. A message that is under way may be left: its lease brings it back. */
  end(): void {
    this.#isEnding = true;
  }

  async #deliver(claimed: ClaimedGrade): Promise<void> {
    const { clock, grades, log } = this.#ports;
    const { classId, personId } = claimed.grade;
    const result = await this.#resultOf(claimed).catch((error: unknown): GradeResult => {
      log.error({ err: error, classId, personId }, 'a grade could not be sent by a bug');
      return { type: 'later', cause: 'trouble' };
    });
    if (result.type !== 'sent') log.info({ classId, personId, result: result.type }, 'a grade has not arrived');
    await grades.settle(claimed, result, clock.now());
  }

  async #resultOf({ grade, timestamp }: ClaimedGrade): Promise<GradeResult> {
    const { classes, persons, people, gradebook } = this.#ports;
    const [course, person, standing] = await Promise.all([
      classes.find(grade.classId),
      persons.find(grade.personId),
      people.find(grade.classId, grade.personId),
    ]);
    if (!course || !person || standing?.role !== 'student') return { type: 'refused', why: 'not-in-class' };
    const column = await this.#looking.run(course.id, () => this.#column(course));
    if (column.type !== 'write-to') return column;
    const outcome = await gradebook.send(course, column.url, { userId: person.sub, score: grade.score, timestamp });
    if (outcome.type === 'column-gone') await this.#columnGone(course, column.url);
    return resultOf(outcome, grade.due?.tries ?? 1);
  }

  async #column(
    course: ClassRecord,
  ): Promise<{ readonly type: 'write-to'; readonly url: string } | Exclude<GradeResult, { type: 'sent' }>> {
    const { columns, gradebook } = this.#ports;
    const plan = columnPlan(course, await columns.find(course.id));
    if (plan.type === 'write-to') return plan;
    if (plan.type === 'gone') return { type: 'refused', why: 'column-gone' };
    if (plan.type === 'none') return { type: 'refused', why: 'no-column' };
    if (!(await columns.hold(course.id, COLUMN_LEASE_MS))) return { type: 'later', cause: 'busy' };
    try {
      // Another tool may have made it between the look and the lease.
      const known = await columns.find(course.id);
      const again = columnPlan(course, known);
      if (again.type === 'write-to') return again;
      const found = await gradebook.findOrMake(course, plan.lineItemsUrl);
      if (found.type === 'unreachable') return { ...found, type: 'later' };
      if (found.type === 'refused') return { type: 'refused', why: 'no-column', status: found.status, said: found.said };
      await columns.put(course.id, { ...known, url: found.url });
      return { type: 'write-to', url: found.url };
    } finally {
      await columns.release(course.id);
    }
  }

  async #columnGone(course: ClassRecord, url: string): Promise<void> {
    const known = await this.#ports.columns.find(course.id);
    const gone = url === course.lineItemUrl ? { goneUrl: url } : { url: null };
    await this.#ports.columns.put(course.id, { ...known, ...gone, isGone: true });
    this.#ports.log.warn({ classId: course.id }, 'the column of a class is gone from the gradebook');
  }
}

function resultOf(outcome: ScoreOutcome, tries: number): GradeResult {
  switch (outcome.type) {
    case 'taken':
      return { type: 'sent' };
    case 'column-gone':
      return { type: 'refused', why: 'column-gone' };
    case 'unreachable':
      return { ...outcome, type: 'later' };
    case 'refused':
      return { type: 'refused', why: 'said-no', status: outcome.status, said: outcome.said };
    case 'outdated':
      if (tries < OUTDATED_TRIES) return { type: 'later', cause: 'outdated', status: 409 };
      return { type: 'refused', why: 'said-no', status: 409, said: outcome.said };
  }
}
