/** What may stand beside the stage, one at a time. */
export type PanelName = 'people' | 'chat' | 'polls' | 'files';
/** What the room has open beside or above its stage. */
export type OpenPart = PanelName | 'settings' | 'shortcuts';
