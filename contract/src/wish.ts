import type { z } from 'zod';
import type { Role } from './rights.ts';
import type { Rate } from './token-bucket.ts';

/** One row of a protocol table: who may send it, how often, what it carries, what it answers. */
export interface Wish<B extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly from: readonly Role[];
  readonly rate: Rate;
  readonly body: B;
  readonly reply: R;
}
export const wish = <B extends z.ZodType, R extends z.ZodType>(row: Wish<B, R>): Wish<B, R> => row;

export type WishTable = Readonly<Record<string, Wish>>;
export type BodyOf<T extends WishTable, N extends keyof T> = z.infer<T[N]['body']>;
export type ReplyOf<T extends WishTable, N extends keyof T> = z.infer<T[N]['reply']>;

export type FactTable = Readonly<Record<string, z.ZodType>>;
export type FactOf<T extends FactTable, N extends keyof T> = z.infer<T[N]>;
