import { type DeepLinkingBody, type DeepLinkingReply, LIMITS, RecordingId, Refusal } from '@liveclass/contract';
import type { ClassRecord, WebSession } from '../domain/identity.ts';
import type { Classes, Clock, Ids, PlatformSigner, RecordingDirectory } from '../ports/identity.ts';

interface Ports {
  readonly classes: Classes;
  readonly recordings: RecordingDirectory;
  readonly signer: PlatformSigner;
  readonly clock: Clock;
  readonly ids: Ids;
}

type Item = DeepLinkingBody['items'][number];

const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';

/** A recording may be picked in its own course only; one of another course is told like one that is not there. */
async function titleOfRecording(ports: Ports, id: string, course: ClassRecord): Promise<string> {
  const recordingId = RecordingId.safeParse(id);
  const recording = recordingId.success ? await ports.recordings.find(recordingId.data) : null;
  const home = recording && (await ports.classes.find(recording.classId));
  const isHere =
    home?.issuer === course.issuer &&
    home.clientId === course.clientId &&
    home.deploymentId === course.deploymentId &&
    home.contextId === course.contextId;
  if (!recording || !isHere) throw new Refusal('not-found', 'recording to pick');
  return recording.title;
}

/** Items carry no `url`: Moodle would match a link with one by its address and lose the tool's registration. */
async function contentItem(ports: Ports, item: Item, course: ClassRecord): Promise<object> {
  // The variable is filled in at each launch, by platforms that know it: a copy of the activity then tells what it is a copy of.
  if (item.kind === 'new-class')
    return { type: 'ltiResourceLink', title: item.title, custom: { resource_link_history: '$ResourceLink.id.history' } };
  const title = await titleOfRecording(ports, item.recordingId, course);
  return { type: 'ltiResourceLink', title, custom: { recording_id: item.recordingId } };
}

/**
 * The signed answer to a deep-linking request; no items is "cancelled". Refuses 'forbidden' (not a teacher's picker),
 * 'bad-request' (more or other than the platform takes), 'not-found'.
 */
export async function pickCourseItems(ports: Ports, session: WebSession, items: readonly Item[]): Promise<DeepLinkingReply> {
  const { deepLinking } = session;
  if (session.place !== 'pick' || session.role !== 'teacher' || !deepLinking) throw new Refusal('forbidden', 'deep linking');
  const takesLinks = deepLinking.acceptTypes.length === 0 || deepLinking.acceptTypes.includes('ltiResourceLink');
  if (items.length > 0 && !takesLinks) throw new Refusal('bad-request', 'the platform takes no resource links');
  if (items.length > 1 && !deepLinking.acceptMultiple) throw new Refusal('bad-request', 'the platform takes one item');
  const course = await ports.classes.find(session.classId);
  if (!course) throw new Refusal('not-found', 'the course of a picker');
  const contentItems = await Promise.all(items.map((item) => contentItem(ports, item, course)));
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
