import { z } from 'zod';

/** Role in the class. The LMS decides; an unknown LTI role is a student. */
export const Role = z.enum(['teacher', 'student']);
export type Role = z.infer<typeof Role>;

/** What a seat may send. 'screen-audio' is the sound of a shared screen. */
export const Source = z.enum(['microphone', 'camera', 'screen', 'screen-audio']);
export type Source = z.infer<typeof Source>;

/** The kind of media a source carries; the gateway refuses a produce whose kind differs. */
export const KIND_OF_SOURCE = {
  microphone: 'audio',
  camera: 'video',
  screen: 'video',
  'screen-audio': 'audio',
} as const satisfies Record<Source, 'audio' | 'video'>;

/** Rights of a seat, carried by the media token and changed by the control API. */
export const Rights = z.strictObject({
  produce: z.array(Source).max(4),
  consume: z.boolean(),
  /** Whose cameras may be received; absent: everybody's. */
  cameras: z.enum(['everybody', 'teachers']).optional(),
});
export type Rights = z.infer<typeof Rights>;

/** Rights that come with a role when a session is opened. */
export const DEFAULT_RIGHTS: Readonly<Record<Role, Rights>> = {
  teacher: { produce: ['microphone', 'camera', 'screen', 'screen-audio'], consume: true },
  student: { produce: ['microphone', 'camera', 'screen', 'screen-audio'], consume: true },
};
