import {
  ClassId,
  type DeepLinkingBody,
  type DeepLinkingReply,
  LIMITS,
  type PlatformRegistration,
  RecordingId,
  Refusal,
} from '@liveclass/contract';
import { isOpenEdx, takesLineItems } from '../domain/course.ts';
import type { ClassRecord, WebSession } from '../domain/identity.ts';
import type { Classes, Clock, Ids, PlatformSigner, Platforms, RecordingDirectory } from '../ports/identity.ts';
import type { GroupRooms } from '../ports/rooms.ts';
import { isOfCourse } from './know-course.ts';
import { homeOfRoom } from './know-room.ts';

interface Ports {
  readonly platforms: Platforms;
  readonly classes: Classes;
  readonly recordings: RecordingDirectory;
  readonly rooms: Pick<GroupRooms, 'find'>;
  readonly signer: PlatformSigner;
  readonly clock: Clock;
  readonly ids: Ids;
}

type Item = DeepLinkingBody['items'][number];
type DeepLinking = NonNullable<WebSession['deepLinking']>;

/** The course that asks, and the platform it lives in. */
interface Asking {
  readonly course: ClassRecord;
  readonly platform: PlatformRegistration;
}

const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
/** What all of a class's presence is worth in the gradebook; the LMS may weigh it as it likes. */
const FULL_ATTENDANCE = 100;

/** A recording may be picked in its own course only; one of another course is told like one that is not there. */
async function recordingLink(ports: Ports, id: string, { course }: Asking): Promise<object> {
  const recordingId = RecordingId.safeParse(id);
  const recording = recordingId.success ? await ports.recordings.find(recordingId.data) : null;
  const home = recording && (await homeOfRoom(ports, recording.classId))?.course;
  if (!recording || !home || !(await isOfCourse(ports.platforms, home, course))) throw new Refusal('not-found', 'recording to pick');
  return { title: recording.title, custom: { recording_id: id } };
}

async function classLink(ports: Ports, id: string, { course }: Asking): Promise<object> {
  const classId = ClassId.safeParse(id);
  const home = classId.success ? await ports.classes.find(classId.data) : null;
  const isRoom = home !== null && home.resourceLinkId !== '' && (await isOfCourse(ports.platforms, home, course));
  if (!isRoom) throw new Refusal('not-found', 'class to pick');
  // Open edX refuses an empty title, and its own blocks have none.
  const title = home.title || home.courseTitle;
  return { ...(title === '' ? {} : { title }), custom: { class_id: id } };
}

function newClassLink(ports: Ports, { title, countsAttendance }: Extract<Item, { kind: 'new-class' }>, { platform }: Asking): object {
  const lineItem = { scoreMaximum: FULL_ATTENDANCE, label: title, resourceId: ports.ids.id(), tag: 'attendance' };
  return {
    title,
    ...(countsAttendance ? { lineItem } : {}),
    // Everybody else sends the title of the link at each launch, and knows when somebody changes it; who knows the variable fills it in
    // at each launch, so that a copy of the activity tells what it is a copy of.
    custom: isOpenEdx(platform) ? { class_title: title } : { resource_link_history: '$ResourceLink.id.history' },
  };
}

/** Items carry no `url`: Moodle would match a link with one by its address and lose the tool's registration. */
async function contentItem(ports: Ports, item: Item, asking: Asking): Promise<object> {
  const type = 'ltiResourceLink';
  if (item.kind === 'recording') return { type, ...(await recordingLink(ports, item.recordingId, asking)) };
  if (item.kind === 'class') return { type, ...(await classLink(ports, item.classId, asking)) };
  return { type, ...newClassLink(ports, item, asking) };
}

/** Why the platform would not take these items, or undefined. */
function faultOfItems(items: readonly Item[], settings: DeepLinking, platform: PlatformRegistration): string | undefined {
  const takesLinks = settings.acceptTypes.length === 0 || settings.acceptTypes.includes('ltiResourceLink');
  if (items.length > 0 && !takesLinks) return 'the platform takes no resource links';
  if (items.length > 1 && !settings.acceptMultiple) return 'the platform takes one item';
  const made = items.filter((item) => item.kind === 'new-class');
  // All links of a block launch as that block: two new classes in it would be one room under two names.
  if (made.length > 1 && isOpenEdx(platform)) return 'a block holds one new class';
  const wantsGrades = made.some(({ countsAttendance }) => countsAttendance === true);
  if (wantsGrades && !takesLineItems(platform, settings.acceptLineItem)) return 'the platform takes no line item';
  return undefined;
}

/**
 * The signed answer to a deep-linking request; no items is "cancelled". Refuses 'forbidden' (not a teacher's picker),
 * 'bad-request' (more or other than the platform takes), 'not-found'.
 */
export async function pickCourseItems(ports: Ports, session: WebSession, items: readonly Item[]): Promise<DeepLinkingReply> {
  const { deepLinking } = session;
  if (session.place !== 'pick' || session.role !== 'teacher' || !deepLinking) throw new Refusal('forbidden', 'deep linking');
  const course = await ports.classes.find(session.classId);
  const platform = course && (await ports.platforms.find(course.issuer, course.clientId));
  if (!course || !platform) throw new Refusal('not-found', 'the course of a picker');
  const fault = faultOfItems(items, deepLinking, platform);
  if (fault !== undefined) throw new Refusal('bad-request', fault);
  const contentItems = await Promise.all(items.map((item) => contentItem(ports, item, { course, platform })));
  const now = Math.floor(ports.clock.now() / 1000);
  const jwt = await ports.signer.sign(course, {
    iss: course.clientId,
    aud: course.issuer,
    iat: now,
    exp: now + LIMITS.courseMessageMs / 1000,
    nonce: ports.ids.secret(),
    [`${LTI}message_type`]: 'LtiDeepLinkingResponse',
    [`${LTI}version`]: '1.3.0',
    [`${LTI}deployment_id`]: course.deploymentId,
    [`${DL}content_items`]: contentItems,
    ...(deepLinking.data === undefined ? {} : { [`${DL}data`]: deepLinking.data }),
  });
  return { action: deepLinking.returnUrl, jwt };
}
