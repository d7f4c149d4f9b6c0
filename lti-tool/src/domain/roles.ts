import type { Role } from '@liveclass/contract';

const VOCABULARY = 'http://purl.imsglobal.org/vocab/lis/v2/';

/** Names that make a teacher when they are roles within the course. */
const TEACHING_IN_COURSE = new Set(['Instructor', 'Administrator', 'ContentDeveloper', 'TeachingAssistant']);
/** Names that make a teacher when a platform sends no role within the course at all (Open edX up to 9.14). */
const TEACHING_ELSEWHERE = new Set(['Instructor', 'Faculty', 'Staff', 'Administrator', 'SysAdmin']);

type Where = 'course' | 'elsewhere' | 'nowhere';

/**
 * Where a role holds, and its name. Known forms: short names ("Instructor"), `membership#Instructor`, sub-roles
 * (`membership/Instructor#TeachingAssistant`), and institution or system roles.
 */
function read(role: string): { where: Where; name: string } {
  if (/^[A-Za-z]{1,60}$/.test(role)) return { where: 'course', name: role };
  if (!role.startsWith(VOCABULARY) || role.length > 300) return { where: 'nowhere', name: '' };
  const rest = role.slice(VOCABULARY.length);
  const membership = /^membership(?:\/([A-Za-z]+))?#([A-Za-z]+)$/.exec(rest);
  // A sub-role counts as its principal role: membership/Instructor#Grader teaches, membership/Learner#Instructor does not.
  if (membership) return { where: 'course', name: membership[1] ?? membership[2] ?? '' };
  const person = /^(?:institution|system)\/person#([A-Za-z]+)$/.exec(rest);
  if (person) return { where: 'elsewhere', name: person[1] ?? '' };
  return { where: 'nowhere', name: '' };
}

/**
 * The role in the class. A role within the course decides; only where a platform sends none does one in the institution
 * (an administrator of the institution who is enrolled as a student stays a student). Anything unknown is a student.
 */
export function roleOf(roles: readonly string[]): Role {
  const known = roles.map(read);
  const inCourse = known.filter((role) => role.where === 'course' && role.name !== 'None');
  if (inCourse.length > 0) return inCourse.some((role) => TEACHING_IN_COURSE.has(role.name)) ? 'teacher' : 'student';
  const elsewhere = known.filter((role) => role.where === 'elsewhere');
  return elsewhere.some((role) => TEACHING_ELSEWHERE.has(role.name)) ? 'teacher' : 'student';
}
