import { type Instant, Schedule } from '@liveclass/contract';
import { restAfter } from '../../domain/recording.ts';
import type { Calendars, OwedCalendar } from '../../ports/calendar.ts';
import type { ClassroomCollections, SettingsDoc } from './classroom-collections.ts';

type Of = Pick<ClassroomCollections, 'settings'>;

export async function createCalendarIndexes({ settings }: Of): Promise<void> {
  const isDue = { 'calendar.due.at': { $exists: true } };
  await settings.createIndex({ 'calendar.due.at': 1 }, { name: 'calendar_due', partialFilterExpression: isDue });
}

export function mongoCalendars(of: Of): Calendars {
  return {
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
  changedBy,
});
