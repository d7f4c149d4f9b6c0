import {
  ClassId,
  LIMITS,
  type PersonId,
  type Place,
  type PlatformRegistration,
  RecordingId,
  Refusal,
  type Role,
} from '@liveclass/contract';
import { courseOfBlock, isOpenEdx } from '../domain/course.ts';
import type { ClassRecord, WebSession } from '../domain/identity.ts';
import { DEEP_LINKING, type LaunchClaims, ownAddress } from '../domain/launch.ts';
import { languageOf, nameOf, shownText } from '../domain/person-name.ts';
import { roleOf } from '../domain/roles.ts';
import { mayLookBack } from '../domain/rooms.ts';
import type {
  Classes,
  Clock,
  Ids,
  LaunchStates,
  LaunchVerifier,
  Memberships,
  OneTimeCodes,
  Persons,
  Platforms,
  RecordingDirectory,
  SettingsCopies,
} from '../ports/identity.ts';
import type { GroupRooms } from '../ports/rooms.ts';
import type { Rosters } from '../ports/roster.ts';
import { isOfCourse } from './know-course.ts';
import { homeOfRoom } from './know-room.ts';
import type { BanDoor } from './refuse-banned.ts';

export interface LaunchPorts {
  readonly platforms: Platforms;
  readonly states: LaunchStates;
  readonly verifier: LaunchVerifier;
  readonly persons: Persons;
  readonly classes: Classes;
  readonly settings: SettingsCopies;
  readonly memberships: Memberships;
  readonly codes: OneTimeCodes;
  readonly recordings: RecordingDirectory;
  readonly banDoor: Pick<BanDoor, 'mindLaunch'>;
  readonly rosters: Pick<Rosters, 'wish'>;
  readonly rooms: Pick<GroupRooms, 'find' | 'of'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** A launch as the browser posts it: the platform's token, our state, and whatever may prove the browser. */
export interface LaunchPost {
  readonly idToken: string;
  readonly state: string;
  readonly bindings: readonly string[];
}

/** The page to show, and the one-time code that opens it. */
export interface AcceptedLaunch {
  readonly place: Place;
  readonly code: string;
}

/** Where the class of this launch lives; a deep-linking request belongs to the course as a whole, hence the empty link. */
const linkOf = (claims: LaunchClaims, platform: PlatformRegistration) => ({
  issuer: platform.issuer,
  clientId: platform.clientId,
  deploymentId: claims.deploymentId,
  contextId: claims.context?.id ?? (isOpenEdx(platform) ? courseOfBlock(claims.resourceLink?.id) : undefined) ?? '',
  resourceLinkId: claims.messageType === DEEP_LINKING ? '' : (claims.resourceLink?.id ?? ''),
});

const aboutOf = (claims: LaunchClaims) => ({
  // Open edX sends no title of a link; a picked one came with its own, and a teacher may type one into the block's settings.
  title: shownText(claims.resourceLink?.title || (claims.classTitle ?? ''), LIMITS.titleChars),
  courseTitle: shownText(claims.context?.title ?? claims.context?.label ?? '', LIMITS.titleChars),
  ...(claims.membershipsUrl === undefined ? {} : { membershipsUrl: claims.membershipsUrl }),
  ...(claims.lineItemUrl === undefined ? {} : { lineItemUrl: claims.lineItemUrl }),
  ...(claims.lineItemsUrl === undefined ? {} : { lineItemsUrl: claims.lineItemsUrl }),
  ...(claims.gradeScopes === undefined ? {} : { gradeScopes: claims.gradeScopes }),
});

/**
 * The class of a recording among the course materials. Custom parameters can be written by any teacher of any course, so the
 * recording must belong to this very course; one of another course is told like one that is not there.
 */
async function classOfRecording(
  ports: LaunchPorts,
  recordingId: string,
  link: ReturnType<typeof linkOf>,
  role: Role,
): Promise<ClassRecord> {
  const id = RecordingId.safeParse(recordingId);
  const recording = id.success ? await ports.recordings.find(id.data) : null;
  const course = recording && (await homeOfRoom(ports, recording.classId))?.course;
  const isHere = course != null && (await isOfCourse(ports.platforms, course, link));
  if (!recording || !course || !isHere || (recording.hidden && role !== 'teacher')) {
    throw new Refusal('not-found', 'recording of a course material');
  }
  return course;
}

/** A group's recording is the group's, also where its link was copied to where everybody sees it; else it is told like one that is not there. */
async function mindGroup(ports: LaunchPorts, recordingId: string, course: ClassRecord, personId: PersonId, role: Role): Promise<void> {
  const recording = await ports.recordings.find(RecordingId.parse(recordingId));
  if (!recording || recording.classId === course.id) return;
  if (!mayLookBack(await ports.rooms.of(course.id, personId), course.id, recording.classId, role))
    throw new Refusal('not-found', 'recording of another group');
}

/**
 * The class that a further link names. One of another course counts for nothing: a copied course brings its parameters along, and
 * its links must open rooms of their own, not the old ones.
 */
async function classNamed(ports: LaunchPorts, classId: string | undefined, link: ReturnType<typeof linkOf>): Promise<ClassRecord | null> {
  const id = ClassId.safeParse(classId);
  const named = id.success ? await ports.classes.find(id.data) : null;
  // A course as a whole has a record as well, which is no room.
  if (!named || named.resourceLinkId === '') return null;
  return (await isOfCourse(ports.platforms, named, link)) ? named : null;
}

async function classOfLaunch(ports: LaunchPorts, claims: LaunchClaims, platform: PlatformRegistration, role: Role): Promise<ClassRecord> {
  const link = linkOf(claims, platform);
  if (claims.recordingId !== undefined && claims.messageType !== DEEP_LINKING)
    return classOfRecording(ports, claims.recordingId, link, role);
  const named = claims.messageType === DEEP_LINKING ? null : await classNamed(ports, claims.classId, link);
  if (named) return named;
  const course = await ports.classes.upsert(link, aboutOf(claims));
  await beginAsCopy(ports, course, claims.linkHistory ?? []);
  return course;
}

/**
 * A copied activity is a class of its own that begins with the settings of the one it was copied from; room, people and recordings
 * stay where they are. Any teacher can write a history into custom parameters: no more than settings of their own platform is had by it.
 */
async function beginAsCopy({ classes, settings }: LaunchPorts, course: ClassRecord, history: readonly string[]): Promise<void> {
  if (history.length === 0 || course.copiedFrom !== undefined) return;
  const original = await classes.firstOf(course, history);
  if (!original || original.id === course.id) return;
  await settings.copy(original.id, course.id);
  await classes.copied(course.id, original.id);
}

type Picking = Pick<WebSession, 'deepLinking'>;

function pickingOf(claims: LaunchClaims, platform: PlatformRegistration, role: Role): Picking {
  const { deepLinking } = claims;
  if (claims.messageType !== DEEP_LINKING || !deepLinking) return {};
  if (role !== 'teacher') throw new Refusal('forbidden', 'deep linking by a student');
  // The answer is signed by us and posted by the browser: it goes to the platform itself, nowhere else.
  const returnUrl = ownAddress(deepLinking.returnUrl, platform);
  if (returnUrl === undefined) throw new Refusal('launch-refused', 'deep_link_return_url is not an address of the platform');
  return { deepLinking: { ...deepLinking, returnUrl } };
}

function placeOf(claims: LaunchClaims): Place {
  if (claims.messageType === DEEP_LINKING) return 'pick';
  return claims.recordingId === undefined ? 'lobby' : 'recording';
}

/**
 * Accepts a launch once: consumes the login it answers, proves the token, renews person, class and membership, and answers a
 * one-time code. Refuses 'session-expired' (no such login of this browser), 'launch-refused', 'lms-unreachable', 'forbidden', 'not-found', 'banned'.
 */
export async function acceptLaunch(ports: LaunchPorts, { idToken, state, bindings }: LaunchPost): Promise<AcceptedLaunch> {
  const now = ports.clock.now();
  const login = await ports.states.take(state, bindings, now);
  if (!login) throw new Refusal('session-expired', 'no login of this browser under this state');
  const claims = await ports.verifier.verify(idToken, login, state);
  const platform = await ports.platforms.find(login.issuer, login.clientId);
  if (!platform) throw new Refusal('launch-refused', 'the platform is not registered any more');
  const role = roleOf(claims.roles);
  const picking = pickingOf(claims, platform, role);
  const course = await classOfLaunch(ports, claims, platform, role);
  await ports.banDoor.mindLaunch({ issuer: login.issuer, sub: claims.sub }, course, role);
  const locale = languageOf(claims.locale);
  const language = locale === undefined ? {} : { locale };
  const person = await ports.persons.upsert({ issuer: login.issuer, sub: claims.sub, name: nameOf(claims), ...language });
  const place = placeOf(claims);
  if (place === 'recording' && claims.recordingId !== undefined) await mindGroup(ports, claims.recordingId, course, person.id, role);
  await ports.memberships.put({ classId: course.id, personId: person.id, role, name: person.name, lastLaunchAt: now });
  // Written down only: whoever reads the course's list does it after the launch, not within it.
  if (course.membershipsUrl !== undefined) await ports.rosters.wish(course.id, now, LIMITS.rosterFreshMs);
  const returnUrl = ownAddress(claims.returnUrl, platform);
  const code = ports.ids.secret();
  const session: WebSession = {
    personId: person.id,
    classId: course.id,
    role,
    name: person.name,
    place,
    ...language,
    ...(place === 'recording' && claims.recordingId !== undefined ? { recordingId: claims.recordingId } : {}),
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...picking,
    createdAt: now,
    expiresAt: now + LIMITS.webSessionMs,
  };
  await ports.codes.create(code, session, now + LIMITS.handoffCodeMs);
  return { place, code };
}
