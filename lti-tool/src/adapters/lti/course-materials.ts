import { type CourseMaterialMessage, CourseMaterialReply, CourseMessage, type CoursePlanMessage, LIMITS } from '@liveclass/contract';
import type { ClassRecord } from '../../domain/identity.ts';
import {
  type Clock,
  type CourseMaterialOutcome,
  type CourseMaterials,
  type Ids,
  type Outbound,
  type OutboundAnswer,
  OutboundFailure,
  type PlatformSigner,
  type Platforms,
} from '../../ports/identity.ts';
import type { Log } from '../../ports/log.ts';

interface Ports {
  readonly platforms: Platforms;
  readonly signer: PlatformSigner;
  readonly outbound: Outbound;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** Asked too early or too often, or the platform's own trouble: the same message may be taken later. */
const mayPass = (status: number) => status >= 500 || status === 408 || status === 425 || status === 429;

function outcomeOf({ status, body }: OutboundAnswer): CourseMaterialOutcome {
  if (status < 200 || status >= 300)
    return mayPass(status) ? { type: 'unreachable', cause: `status ${status}` } : { type: 'refused', status };
  try {
    const { moduleId, url } = CourseMaterialReply.parse(JSON.parse(body));
    return { type: 'published', moduleId, ...(url === undefined ? {} : { url }) };
  } catch {
    // It may have been done; saying it again changes nothing there and brings the answer.
    return { type: 'unreachable', cause: 'the answer could not be read' };
  }
}

function messageOf(course: ClassRecord, aud: string, teacherSub: string, iat: number, jti: string) {
  return {
    iss: course.clientId,
    aud,
    iat,
    exp: iat + LIMITS.courseMessageMs / 1000,
    jti,
    deployment_id: course.deploymentId,
    context_id: course.contextId,
    resource_link_id: course.resourceLinkId,
    user_id: teacherSub,
  };
}

type Content = Pick<CourseMaterialMessage, 'action' | 'recording'> | Pick<CoursePlanMessage, 'action' | 'plan'>;

/** Sends messages to courses, each with its own `jti`, under the outbound guard. */
export function createCourseMaterials(ports: Ports): CourseMaterials {
  return {
    send: (course, teacherSub, action, recording) => send(ports, course, teacherSub, { action, recording }),
    plan: (course, teacherSub, plan) => send(ports, course, teacherSub, { action: 'plan', plan }),
  };
}

async function send(
  { platforms, signer, outbound, clock, ids, log }: Ports,
  course: ClassRecord,
  teacherSub: string,
  content: Content,
): Promise<CourseMaterialOutcome> {
  const platform = await platforms.find(course.issuer, course.clientId);
  if (!platform?.courseMaterialsUrl) return { type: 'unsupported' };
  const aud = platform.courseMaterialsUrl;
  const base = messageOf(course, aud, teacherSub, Math.floor(clock.now() / 1000), ids.secret());
  const body = await signer.sign(platform, CourseMessage.parse({ ...base, ...content }));
  const headers = { 'content-type': 'application/jwt', accept: 'application/json' };
  const about = { classId: course.id, action: content.action, ...('recording' in content && { recordingId: content.recording.id }) };
  try {
    const outcome = outcomeOf(await outbound(aud, { method: 'POST', headers, body, timeoutMs: 15_000, maxBytes: LIMITS.httpBodyBytes }));
    if (outcome.type !== 'published') log.warn({ ...about, outcome }, 'a message to the course was not taken');
    return outcome;
  } catch (error) {
    if (!(error instanceof OutboundFailure)) throw error;
    log.warn({ ...about, cause: error.fault }, 'a message to the course did not arrive');
    return { type: 'unreachable', cause: error.fault };
  }
}
