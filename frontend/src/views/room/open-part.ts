/** What the room has open beside or above its stage. */
export type OpenPart = 'people' | 'settings' | 'shortcuts';
