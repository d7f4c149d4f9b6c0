import { type FactOf, type ToolFacts, toolFacts } from '@liveclass/contract';

/** What leaves for a browser is what the contract says, whoever made it. */
export function checked<N extends keyof ToolFacts>(name: N, fact: FactOf<ToolFacts, N>): unknown {
  return toolFacts[name].parse(fact);
}
