import { areOneSite, type Course } from '../domain/course.ts';
import type { ClassRecord } from '../domain/identity.ts';
import type { Classes, Platforms } from '../ports/identity.ts';

/** Whether a class is of that very course; what belongs to another one must not be told apart from what is not there. */
export async function isOfCourse(platforms: Pick<Platforms, 'find'>, held: ClassRecord, course: Course): Promise<boolean> {
  const { issuer, clientId, deploymentId, contextId } = held;
  if (issuer !== course.issuer || deploymentId !== course.deploymentId || contextId !== course.contextId) return false;
  if (clientId === course.clientId) return true;
  // Launches without a course have nothing in common but the lack of one.
  if (contextId === '') return false;
  const [theirs, ours] = await Promise.all([platforms.find(issuer, clientId), platforms.find(course.issuer, course.clientId)]);
  return theirs !== null && ours !== null && areOneSite(theirs, ours);
}

/** The classes of a course, oldest first, of whichever block of its site they came. */
export async function classesOfCourse(
  { platforms, classes }: { readonly platforms: Pick<Platforms, 'list'>; readonly classes: Pick<Classes, 'ofCourse'> },
  course: Course,
): Promise<readonly ClassRecord[]> {
  const all = course.contextId === '' ? [] : await platforms.list();
  const own = all.find(({ issuer, clientId }) => issuer === course.issuer && clientId === course.clientId);
  const others = own ? all.filter((other) => other !== own && areOneSite(own, other)) : [];
  return classes.ofCourse(course, [course.clientId, ...others.map(({ clientId }) => clientId)]);
}
