import {
  type ClassView,
  type DurableEvent,
  type MediaPass,
  type Reason,
  Refusal,
  type Role,
  type RoomSnapshot,
  type SeatId,
} from '@liveclass/contract';
import type { MediaState } from '../links/media-link.ts';
import { ToolLink } from '../links/tool-link.ts';
import type { WireState } from '../links/wire.ts';
import { Watched } from '../watched.ts';
import type { MyMedia } from './my-media.ts';
import type { Notices } from './notices.ts';
import { afterConnection, afterEvent, peopleOf } from './people.ts';
import { mediaBySeat } from './person-media.ts';
import { Pulse } from './pulse.ts';
import { RoomMedia } from './room-media.ts';
import type { RoomPart } from './room-part.ts';
import { RoomRecording } from './room-recording.ts';
import { FIRST_STATE, type RoomPhase, type RoomState } from './room-state.ts';
import { Settle } from './settle.ts';
import type { LayoutChoice } from './stage.ts';

export interface RoomOptions {
  readonly origin: string;
  readonly tab: string;
  token(): string;
  readonly media: MyMedia;
  readonly notices: Notices;
  roleChanged(role: Role): void;
  /** A group's room; absent: the one for all. */
  readonly roomId: string | undefined;
  /** Consent given in the lobby. */
  readonly agreedTo: string | undefined;
}

/** Reasons that pass by themselves: entering is tried again for a while before the person is told. */
const PASSING: readonly Reason[] = ['no-gateway', 'gateway-failed', 'busy', 'too-fast', 'unavailable'];
const RETRY_MS = 1_500;
const RETRIES = 5;
const SETTLE_MS = 500;
/** A seat that is given and taken this often is not meant to be had. */
const MOST_REMOVALS = 5;

/** The room as this tab knows it: both links, my devices, and what follows from them. */
export class Room {
  readonly state = new Watched<RoomState>(FIRST_STATE);
  readonly tool: ToolLink;
  readonly recording: RoomRecording;
  readonly #options: RoomOptions;
  readonly #media: RoomMedia;
  readonly #parts: RoomPart[] = [];
  #toolState: WireState = { phase: 'connecting', attempt: 0 };
  #people: RoomState['people'] = [];
  #pass: MediaPass | undefined;
  #attempts = 0;
  #removals = 0;
  readonly #pulse = new Pulse(this.state, () => ({ tool: this.#toolState, media: this.#media.link }));
  readonly #settle = new Settle(SETTLE_MS, () => this.state.change({ people: this.#people }));

  constructor(options: RoomOptions) {
    this.#options = options;
    this.recording = new RoomRecording({ state: this.state, notices: options.notices, tool: () => this.tool, agreedTo: options.agreedTo });
    this.attach(this.recording);
    this.#media = new RoomMedia({
      ...options,
      pass: () => this.#freshPass(),
      changed: (state) => this.#mediaChanged(state),
      spoke: () => this.#pulse.spoke(),
    });
    this.tool = new ToolLink({
      origin: options.origin,
      token: options.token,
      tab: options.tab,
      roomId: options.roomId,
      listener: {
        state: (state) => this.#toolChanged(state),
        snapshot: (snapshot) => this.#entered(snapshot),
        event: (event) => this.#happened(event),
        classChanged: (view) => this.#classChanged(view),
        connection: ({ seatId, connected }) => this.#setPeople(afterConnection(this.#people, seatId, connected)),
        superseded: () => this.#end({ name: 'superseded' }),
        told: (fact) => {
          for (const part of this.#parts) part.told?.(fact);
        },
        displaced: () => this.#moved(),
        trouble: () => options.notices.say('room.recordingTrouble', {}, 'trouble'),
        roleChanged: (role) => this.#roleChanged(role),
        removed: (why) => (why === 'banned' ? this.refuse('banned') : this.#end({ name: 'ended', reason: 'removed' })),
        refused: (reason) => this.refuse(reason),
      },
    });
  }

  /** Parts are told of snapshots and events in the order in which they were attached. */
  attach(...parts: readonly RoomPart[]): void {
    this.#parts.push(...parts);
  }

  enter(): void {
    this.#attempts = 0;
    this.#pulse.start();
    this.state.change({ phase: { name: 'entering' } });
    if (this.#toolState.phase === 'open') void this.#tryEnter();
    else this.tool.open();
  }

  /** Take the seat back from another tab, or come back after leaving. */
  comeBack(): void {
    void this.#options.media.open();
    this.enter();
  }

  async agree(): Promise<void> {
    if (this.state.get().phase.name === 'consent') {
      this.recording.agreeBefore();
      return this.enter();
    }
    await this.recording.agree();
  }

  async leave(): Promise<void> {
    const told = this.tool.leave().catch(() => undefined);
    this.#end({ name: 'left' });
    await told;
    // Not where the person came back meanwhile.
    if (this.state.get().phase.name === 'left') this.tool.close();
  }

  show(seatId: SeatId, source: 'camera' | 'screen', layer: number | undefined): void {
    this.#media.show(seatId, source, layer);
  }

  /** The class's board came onto the stage: it is what the class looks at, whatever layout was chosen before it. */
  boardShown(isBoardShown: boolean, isNews: boolean): void {
    this.state.change({ isBoardShown, ...(isBoardShown && isNews ? { layout: 'board', pinned: undefined } : {}) });
  }

  setLayout(layout: LayoutChoice): void {
    this.state.change({ layout, pinned: undefined, page: 0 });
  }

  pin(key: string | undefined): void {
    this.state.change({ pinned: key });
  }

  turnPage(page: number): void {
    this.state.change({ page });
  }

  networkChanged(): void {
    this.tool.hurry();
    this.#media.link?.hurry();
  }

  dump(): object {
    return { phase: this.state.get().phase, tool: this.tool.dump(), media: this.#media.link?.dump(), pulse: this.#pulse.dump() };
  }

  async #tryEnter(): Promise<void> {
    try {
      await this.tool.enter(this.recording.agreedTo);
    } catch (error) {
      if (this.state.get().phase.name !== 'entering' || this.#toolState.phase !== 'open') return;
      const reason = error instanceof Refusal ? error.reason : 'unavailable';
      this.#attempts += 1;
      if (PASSING.includes(reason) && this.#attempts < RETRIES) setTimeout(() => void this.#tryEnter(), RETRY_MS);
      else this.refuse(reason);
    }
  }

  /** What a spoken "no" of the server means for the person. */
  refuse(reason: Reason): void {
    if (reason === 'consent-needed') this.state.change({ phase: { name: 'consent' } });
    else if (reason === 'must-wait') this.#wait();
    else if (reason === 'other-room') this.#moved();
    else if (reason === 'superseded') this.#end({ name: 'superseded' });
    else if (reason === 'class-ended') this.#end({ name: 'ended', reason: 'teacher' });
    else this.#end({ name: 'refused', reason });
  }

  /** Camera and microphone stay as they are: the person may try them meanwhile. */
  #wait(): void {
    this.#media.drop();
    this.state.set({ ...FIRST_STATE, phase: { name: 'waiting' } });
    for (const part of this.#parts) part.atDoor?.();
  }

  /** The link stays, for what the groups become next: the person may be on their way into another one. */
  #moved(): void {
    this.#end({ name: 'moved' });
    this.tool.watch();
  }

  #classChanged(view: ClassView): void {
    if (this.state.get().phase.name === 'moved') this.state.change({ view });
  }

  #roleChanged(role: Role): void {
    const { me } = this.state.get();
    if (me) this.state.change({ me: { ...me, role } });
    this.#options.roleChanged(role);
    if (this.state.get().phase.name === 'waiting') this.enter();
    // Other things are for the new role's eyes: the room is asked for anew.
    this.tool.enterAgain();
  }

  #entered(snapshot: RoomSnapshot): void {
    const { me, people, media } = snapshot;
    const isNewSeat = this.state.get().me?.seatId !== me.seatId;
    this.#people = peopleOf(people, me.seatId);
    this.#pass = media;
    this.#options.media.allow(me.rights.produce);
    this.state.change({ phase: { name: 'in' }, me, group: snapshot.group, people: this.#people });
    for (const part of this.#parts) part.entered(snapshot);
    if (isNewSeat || !this.#media.link) this.#media.join(me.seatId);
  }

  /** The pass of the snapshot serves once; after that each attempt asks for its own. The old one is tried while the class link is away. */
  async #freshPass(): Promise<MediaPass> {
    const given = this.#pass;
    this.#pass = undefined;
    if (given) return given;
    return await this.tool.pass();
  }

  #happened(event: DurableEvent): void {
    for (const part of this.#parts) part.happened(event);
    const me = this.state.get().me?.seatId;
    if (event.type === 'session.ended') {
      this.#end({ name: 'ended', reason: event.reason });
      return;
    }
    if (me) this.#setPeople(afterEvent(this.#people, event, me));
  }

  #setPeople(people: RoomState['people']): void {
    if (people === this.#people) return;
    this.#people = people;
    this.#settle.touch();
  }

  #toolChanged(state: WireState): void {
    this.#toolState = state;
    if (state.phase === 'closed' && state.reason) {
      this.refuse(state.reason);
      return;
    }
    const { phase } = this.state.get();
    if (state.phase === 'open' && phase.name === 'entering') void this.#tryEnter();
    if (state.phase === 'open' && phase.name === 'waiting') for (const part of this.#parts) part.atDoor?.();
    this.#pulse.beat();
  }

  #mediaChanged(media: MediaState): void {
    const ejected = media.ejected ?? (media.wire.phase === 'closed' && media.wire.reason === 'superseded' ? 'superseded' : undefined);
    if (ejected) {
      this.#ejected(ejected);
      return;
    }
    this.#rightsChanged(media.rights);
    const before = this.state.get();
    const all = mediaBySeat(media.incoming);
    const sharing = [...all].filter(([, one]) => one.screen).map(([seatId]) => seatId);
    const mine = before.me && media.sending.get('screen') ? [before.me.seatId] : [];
    const now = [...sharing, ...mine];
    const screens = [...before.screens.filter((seat) => now.includes(seat)), ...now.filter((seat) => !before.screens.includes(seat))];
    // A new shared screen is what the class looks at, whatever layout was chosen before it.
    const isNewScreen = screens.length > before.screens.filter((seat) => now.includes(seat)).length;
    this.state.change({ media: all, sending: media.sending, screens, ...(isNewScreen ? { layout: undefined, pinned: undefined } : {}) });
    this.#pulse.beat();
  }

  /** The gateway has the last word on what this seat may send. */
  #rightsChanged(rights: MediaState['rights']): void {
    const { me } = this.state.get();
    if (!me || !rights || rights === me.rights) return;
    this.#options.media.allow(rights.produce);
    this.state.change({ me: { ...me, rights } });
  }

  #ejected(reason: NonNullable<MediaState['ejected']>): void {
    if (reason === 'superseded') this.#end({ name: 'superseded' });
    else if (reason === 'session-ended') this.#end({ name: 'ended', reason: 'teacher' });
    else this.#wasRemoved();
  }

  /**
   * The gateway closed the seat on the tool's word: often because the class link was away for longer than its grace, and then
   * the seat is given again for the asking. Whoever is really to stay out is refused by the tool.
   */
  #wasRemoved(): void {
    this.#media.drop();
    this.#removals += 1;
    if (this.#removals > MOST_REMOVALS) this.#end({ name: 'ended', reason: 'removed' });
    else this.tool.enterAgain();
  }

  #end(phase: RoomPhase): void {
    this.#pulse.stop();
    this.#settle.stop();
    if (phase.name === 'left') this.#media.leave();
    else this.#media.drop();
    this.#options.media.close();
    this.state.set({ ...FIRST_STATE, phase, me: undefined });
    for (const part of this.#parts) part.ended?.();
  }
}
