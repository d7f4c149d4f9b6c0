/** What may stand beside the stage, one at a time. */
export type PanelName = 'people' | 'chat' | 'polls' | 'files';
/** What the room has open beside or above its stage. */
export type OpenPart = PanelName | DialogName;
/** What may stand above the stage, one at a time. */
export type DialogName = 'settings' | 'shortcuts' | 'lively' | 'timer' | 'draw';
