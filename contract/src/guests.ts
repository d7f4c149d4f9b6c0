import { z } from 'zod';
import { Instant, type PersonId } from './ids.ts';
import { LIMITS } from './limits.ts';

/** People who come by a teacher's link: no LMS knows them, and their ids are of a kind of their own, which no id of a launch is. */
export const GUEST_ID = /^guest_[A-Za-z0-9_-]{22}$/;
export const isGuest = (personId: PersonId): boolean => GUEST_ID.test(personId);

export const GuestLinkId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/)
  .brand<'GuestLinkId'>();
export type GuestLinkId = z.infer<typeof GuestLinkId>;

const label = z.string().trim().min(1).max(LIMITS.guestLabelChars);
const most = z.number().int().min(1).max(LIMITS.guestsPerLink);

/** A link for guests as teachers see it: never again the link itself, of which only a hash is kept. */
export const GuestLinkView = z.strictObject({
  id: GuestLinkId,
  label: z.string().max(LIMITS.guestLabelChars),
  createdAt: Instant,
  expiresAt: Instant,
  /** So many people may use it, and so many did. */
  most: z.number().int(),
  used: z.number().int(),
  isRevoked: z.boolean(),
});
export type GuestLinkView = z.infer<typeof GuestLinkView>;

/** GET /api/guest-links (teacher), newest first; POST /api/guest-links/:id/revoke (teacher) */
export const GuestLinksReply = z.strictObject({
  /** Whether the admin of the tool allows guests in the classes of this course site. */
  isAllowed: z.boolean(),
  links: z.array(GuestLinkView).max(LIMITS.guestLinks),
});
export type GuestLinksReply = z.infer<typeof GuestLinksReply>;

/** POST /api/guest-links (teacher). Refused: 'guests-off', 'bad-request' (an end that is past or too far), 'too-large' (too many). */
export const GuestLinkBody = z.strictObject({ label, expiresAt: Instant, most });
export type GuestLinkBody = z.infer<typeof GuestLinkBody>;
/** The address is told this once. */
export const GuestLinkMade = z.strictObject({ ...GuestLinksReply.shape, url: z.string() });
export type GuestLinkMade = z.infer<typeof GuestLinkMade>;

const secret = z.string().regex(/^[A-Za-z0-9_-]{43}$/);
/** POST /api/guests/look: what a link leads to. Refused: 'link-expired' (over, revoked, or none), 'guests-off'. */
export const GuestLookBody = z.strictObject({ secret });
export const GuestLookReply = z.strictObject({
  title: z.string(),
  /** As this browser came before; empty: it did not. */
  name: z.string().max(LIMITS.personNameChars),
});
export type GuestLookReply = z.infer<typeof GuestLookReply>;

/** POST /api/guests/enter -> HandoffReply, the way to the door. Refused as look, and: 'bad-name', 'link-full', 'banned', 'other-room'. */
export const GuestEnterBody = z.strictObject({ secret, name: z.string().max(LIMITS.personNameChars) });
