import { LIMITS } from '@liveclass/contract';
import type { ClassRecord } from '../domain/identity.ts';
import { shownText } from '../domain/person-name.ts';
import { countMeetings } from '../domain/schedule.ts';
import type { AnnounceClass, LmsActivity, LmsSettings, LmsSettingsStore } from '../ports/desk.ts';
import type { Classes, Clock, SettingsCopies } from '../ports/identity.ts';

export interface LmsClassPorts {
  readonly classes: Classes;
  readonly lmsSettings: LmsSettingsStore;
  readonly copies: SettingsCopies;
  readonly announce: AnnounceClass;
  readonly clock: Clock;
}

/** The class of the activity; it may be told of before anybody launched it. */
export const classOfActivity = (
  { classes }: Pick<LmsClassPorts, 'classes'>,
  { link, title, courseTitle }: LmsActivity,
): Promise<ClassRecord> =>
  classes.upsert(link, { title: shownText(title, LIMITS.titleChars), courseTitle: shownText(courseTitle, LIMITS.titleChars) });

/**
 * A teacher saved the activity's form in the LMS. What an older form said arrives too late to count, and saying the same again
 * changes nothing. Refused: 'bad-request'.
 */
export async function takeLmsSettings(ports: LmsClassPorts, activity: LmsActivity, said: LmsSettings): Promise<void> {
  if (said.settings.schedule) countMeetings(said.settings.schedule);
  const { id } = await classOfActivity(ports, activity);
  if (await ports.lmsSettings.take(id, said, ports.clock.now())) ports.announce(id);
}

/**
 * The activity is a copy of another one: its class begins with that one's settings, apart from dates and people, and has its own room. An
 * original that nobody ever launched has nothing to give. One that moved is the same class, unless somebody launched the new activity first.
 */
export async function takeLmsCopy(ports: LmsClassPorts, activity: LmsActivity, from: string, hasMoved: boolean): Promise<void> {
  const { link } = activity;
  if (hasMoved && (await ports.classes.move({ ...link, resourceLinkId: from }, link.resourceLinkId))) return;
  const copy = await classOfActivity(ports, activity);
  if (copy.copiedFrom !== undefined) return;
  const original = await ports.classes.firstOf(link, [from]);
  if (!original || original.id === copy.id) return;
  await ports.copies.copy(original.id, copy.id);
  await ports.classes.copied(copy.id, original.id);
  ports.announce(copy.id);
}
