import { z } from 'zod';
import { GroupOfRecording } from './groups.ts';
import { Instant } from './ids.ts';
import { LIMITS } from './limits.ts';
import { Meeting } from './schedule.ts';

/**
 * Messages of the tool to a course. The tool POSTs a compact JWS (RS256, its key for that platform, `kid` in the header) as
 * `application/jwt` to the platform's course-materials endpoint; the answer is `CourseMaterialReply`.
 * The receiver checks: iss = the tool's client_id, aud = the endpoint's own URL, exp - iat <= 60 s, jti never seen, the course and
 * the activity belong to the deployment.
 */
const claims = {
  iss: z.string(),
  aud: z.string(),
  iat: z.number(),
  exp: z.number(),
  jti: z.string().min(16).max(64),
  deployment_id: z.string(),
  context_id: z.string(),
  /** The live-class activity that it is about. */
  resource_link_id: z.string(),
  /** LMS id (`sub`) of the teacher on whose behalf it is done. */
  user_id: z.string(),
};

/** How a recording reaches the course. Publishing the same recording twice changes the one module. */
export const CourseMaterialMessage = z.strictObject({
  ...claims,
  action: z.enum(['publish', 'update', 'unpublish']),
  recording: z.strictObject({
    /** Goes back to the tool as the custom parameter `recording_id` of the module's launch. */
    id: z.string(),
    title: z.string().max(LIMITS.titleChars),
    startedAt: z.number(),
    durationMs: z.number().nonnegative(),
    /** False: the module is there for teachers only. */
    visible: z.boolean(),
    /** Made in a group's room: the module is there for this group and the teachers, and hidden entirely from everybody else. */
    group: GroupOfRecording.optional(),
  }),
});
export type CourseMaterialMessage = z.infer<typeof CourseMaterialMessage>;

/**
 * When a class meets in the time to come, for the calendar of its course. It says all of it: the receiver makes, changes and removes
 * until the meetings that are not over are these, so that saying it again changes nothing, and a message that was lost is made
 * good by the next.
 */
export const CoursePlanMessage = z.strictObject({
  ...claims,
  action: z.literal('plan'),
  plan: z.strictObject({
    /** Rises with every change of the plan: what is older than the last that was taken changes nothing. */
    revision: Instant,
    title: z.string().max(LIMITS.titleChars),
    /** Those that are on or to come, earliest first; no two begin at one time. */
    meetings: z.array(Meeting).max(LIMITS.calendarMeetings),
  }),
});
export type CoursePlanMessage = z.infer<typeof CoursePlanMessage>;

/** Everything that the endpoint takes. */
export const CourseMessage = z.discriminatedUnion('action', [CourseMaterialMessage, CoursePlanMessage]);
export type CourseMessage = z.infer<typeof CourseMessage>;

export const CourseMaterialReply = z.object({ moduleId: z.string().max(255), url: z.string().optional() });
export type CourseMaterialReply = z.infer<typeof CourseMaterialReply>;

/** A platform registration: one entry of PLATFORMS_FILE, and what pairing brings later. */
export const PlatformRegistration = z.strictObject({
  name: z.string().max(200),
  issuer: z.url(),
  clientId: z.string().min(1).max(255),
  /** Empty: bound at the first launch. */
  deploymentIds: z.array(z.string().min(1).max(255)).max(50),
  authorizationUrl: z.url(),
  tokenUrl: z.url(),
  jwksUrl: z.url(),
  /** Where course-materials messages go; absent where the platform has no such endpoint. */
  courseMaterialsUrl: z.url().optional(),
  /** Origins that may frame the lobby; the issuer's and the authorization URL's are added. */
  frameOrigins: z.array(z.url()).optional(),
});
export type PlatformRegistration = z.infer<typeof PlatformRegistration>;
