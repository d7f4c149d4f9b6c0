import { type Instant, Schedule } from '@liveclass/contract';
import type { Membership } from '../../domain/identity.ts';
import { restAfter } from '../../domain/recording.ts';
import type { Calendars, OwedCalendar } from '../../ports/calendar.ts';
import { type ClassroomCollections, databaseOf, type SettingsDoc } from './classroom-collections.ts';
import type { Connection } from './connection.ts';

type Of = Pick<ClassroomCollections, 'settings'>;

/** Fields for an update by pipeline, which would take what begins with a dollar sign for a field of the document. */
export const literally = (fields: object): Record<string, { readonly $literal: unknown }> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, { $literal: value }]),
  );

/** The course is to be told, in the write that makes the plan: whatever dies then, neither is there without the other. */
export const oweCalendar = (now: Instant) => ({
  calendar: {
    due: { at: now, tries: 0 },
    // More than the last, whatever the clocks say, and no lower after an older backup was put back.
    revision: { $max: [now, { $add: [{ $ifNull: ['$calendar.revision', 0] }, 1] }] },
  },
});

export async function createCalendarIndexes({ settings }: Of): Promise<void> {
  const isDue = { 'calendar.due.at': { $exists: true } };
  await settings.createIndex({ 'calendar.due.at': 1 }, { name: 'calendar_due', partialFilterExpression: isDue });
}

export function mongoCalendars(of: Of, connection: Connection): Calendars {
  const memberships = databaseOf(connection).collection<Membership>('memberships');
  return {
    async teacherOf(classId) {
      const found = await memberships.findOne({ classId, role: 'teacher' }, { sort: { lastLaunchAt: -1 } });
      return found?.personId ?? null;
    },
    claimDue: (now, limit) => claimDue(of, now, limit),
    async settle({ classId, revision }, againAt) {
      const due = againAt === null ? null : { at: againAt, tries: 0 };
      await of.settings.updateOne({ _id: classId, 'calendar.revision': revision }, { $set: { 'calendar.due': due } });
    },
  };
}

async function claimDue({ settings }: Of, now: Instant, limit: number): Promise<readonly OwedCalendar[]> {
  const candidates = await settings
    .find({ 'calendar.due.at': { $lte: now } })
    .sort({ 'calendar.due.at': 1 })
    .limit(limit)
    .toArray();
  const claimed: OwedCalendar[] = [];
  for (const { _id, calendar } of candidates) {
    if (!calendar?.due) continue;
    const { at, tries } = calendar.due;
    const doc = await settings.findOneAndUpdate(
      { _id, 'calendar.due.at': at },
      { $set: { 'calendar.due': { at: now + restAfter(tries), tries: tries + 1 } } },
      { returnDocument: 'after' },
    );
    if (doc?.calendar) claimed.push(owedOf(doc, doc.calendar.revision));
  }
  return claimed;
}

const owedOf = ({ _id, schedule, changedBy }: SettingsDoc, revision: number): OwedCalendar => ({
  classId: _id,
  schedule: Schedule.nullish().parse(schedule) ?? null,
  revision,
  changedBy: changedBy ?? null,
});
