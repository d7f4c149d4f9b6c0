import { type ClassId, type Instant, LIMITS, type Meeting, type PersonId } from '@liveclass/contract';
import { comingMeetings } from '../domain/schedule.ts';
import type { CalendarPorts, OwedCalendar } from '../ports/calendar.ts';
import type { CourseMaterialOutcome } from '../ports/identity.ts';

const AT_ONCE = 20;
const AHEAD = { aheadMs: LIMITS.calendarAheadMs, most: LIMITS.calendarMeetings } as const;

/**
 * Tells courses when their classes meet: after each change of a plan, and from then on once a day, because only the meetings of the
 * next weeks are told. What got no answer stays due, later and later; what the course does not take is said again with the next day's.
 */
export async function tendCalendars(ports: CalendarPorts): Promise<void> {
  for (const owed of await ports.calendars.claimDue(ports.clock.now(), AT_ONCE)) {
    await tellPlan(ports, owed).catch((error: unknown) => {
      ports.log.warn({ err: error, classId: owed.classId }, 'a calendar will be told again');
    });
  }
}

async function tellPlan(ports: CalendarPorts, owed: OwedCalendar): Promise<void> {
  const now = ports.clock.now();
  const meetings = owed.schedule ? comingMeetings(owed.schedule, now, AHEAD) : [];
  const outcome = await say(ports, owed, meetings);
  if (outcome.type === 'unreachable') return;
  await ports.calendars.settle(owed, againAt(meetings, now));
}

/** A course that got a plugin since, or a teacher who came back, is told the next day; a plan that is over is told no more. */
const againAt = (meetings: readonly Meeting[], now: Instant): Instant | null => (meetings.length > 0 ? now + LIMITS.calendarRenewMs : null);

async function say(
  ports: CalendarPorts,
  { classId, changedBy, revision }: OwedCalendar,
  meetings: readonly Meeting[],
): Promise<CourseMaterialOutcome> {
  const [course, teacherId] = await Promise.all([ports.classes.find(classId), speakerFor(ports, classId, changedBy)]);
  const teacher = teacherId && (await ports.persons.find(teacherId));
  if (!course) return { type: 'unsupported' };
  // A plan that was made in the LMS is told as soon as a teacher has come.
  if (!teacher) return { type: 'unreachable', cause: 'there is no teacher yet' };
  const title = course.title.slice(0, LIMITS.titleChars);
  return ports.courseMaterials.plan(course, teacher.sub, { revision, title, meetings: [...meetings] });
}

/** In whose name the course is told: who made the plan, while they teach the class, and else whoever taught it last. */
async function speakerFor(
  { memberships, calendars }: CalendarPorts,
  classId: ClassId,
  changedBy: PersonId | null,
): Promise<PersonId | null> {
  const isTeacher = changedBy !== null && (await memberships.role(classId, changedBy)) === 'teacher';
  return isTeacher ? changedBy : calendars.teacherOf(classId);
}
