import type { BodyOf, Seq, ToolWishes } from '@liveclass/contract';
import { withSettings } from '../domain/lively.ts';
import type { ClassroomPorts, Done, LinkedCaller } from '../ports/classroom.ts';
import { changeLively, paceFact } from './change-lively.ts';

/** Says whether students may react, and whether they are told the numbers of the pace. */
export async function setLively(
  ports: ClassroomPorts,
  caller: LinkedCaller,
  { settings }: BodyOf<ToolWishes, 'lively.set'>,
): Promise<Done<{ seq: Seq }>> {
  const { value, facts } = await changeLively(ports, caller, (before) => withSettings(before, settings));
  return { value, facts: [...facts, paceFact(caller)] };
}
