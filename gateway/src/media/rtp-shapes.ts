import { LIMITS, Refusal } from '@liveclass/contract';
import type { DtlsParameters, RtpCapabilities, RtpParameters } from 'mediasoup/types';
import { z } from 'zod';

/*
 * mediasoup checks the types of what a browser sends, but not its sizes and ranges, and the worker is a process that
 * others' media run through. So everything is bounded here before mediasoup sees it. Unknown keys are dropped.
 */
const text = z.string().max(200);
const ssrc = z.number().int().min(0).max(0xffff_ffff);
const payloadType = z.number().int().min(0).max(127);
const extensionId = z.number().int().min(1).max(255);
const kind = z.enum(['audio', 'video']);
const parameters = z
  .record(z.string().max(60), z.union([text, z.number(), z.boolean(), z.null()]))
  .refine((value) => Object.keys(value).length <= 30);
const rtcpFeedback = z.array(z.object({ type: z.string().max(40), parameter: z.string().max(40).optional() })).max(20);
const codec = {
  mimeType: z.string().regex(/^(audio|video)\/[A-Za-z0-9.+-]{1,40}$/),
  clockRate: z.number().int().min(1).max(1_000_000),
  channels: z.number().int().min(1).max(255).optional(),
  parameters: parameters.optional(),
  rtcpFeedback: rtcpFeedback.optional(),
};

const Capabilities = z.object({
  codecs: z
    .array(z.object({ ...codec, kind, preferredPayloadType: payloadType }))
    .max(100)
    .optional(),
  headerExtensions: z
    .array(
      z.object({
        kind,
        uri: text,
        preferredId: extensionId,
        preferredEncrypt: z.boolean().optional(),
        direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional(),
      }),
    )
    .max(60)
    .optional(),
});

const Parameters = z.object({
  mid: z.string().max(16).optional(),
  codecs: z
    .array(z.object({ ...codec, payloadType }))
    .min(1)
    .max(20),
  headerExtensions: z
    .array(z.object({ uri: text, id: extensionId.max(14), encrypt: z.boolean().optional(), parameters: parameters.optional() }))
    .max(20)
    .optional(),
  encodings: z
    .array(
      z.object({
        ssrc: ssrc.optional(),
        rid: z
          .string()
          .regex(/^[A-Za-z0-9]{1,16}$/)
          .optional(),
        codecPayloadType: payloadType.optional(),
        rtx: z.object({ ssrc }).optional(),
        dtx: z.boolean().optional(),
        scalabilityMode: z
          .string()
          .regex(/^[LS][1-3]T[1-3](_KEY|h|_KEY_SHIFT)?$/)
          .optional(),
        maxBitrate: z.number().min(0).max(100_000_000).optional(),
      }),
    )
    .min(1)
    .max(LIMITS.encodingsPerProducer),
  rtcp: z.object({ cname: z.string().max(64).optional(), reducedSize: z.boolean().optional() }).optional(),
  msid: text.optional(),
});

const Dtls = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z
    .array(
      z.object({
        algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']),
        value: z.string().regex(/^[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){19,63}$/),
      }),
    )
    .min(1)
    .max(10),
});

function read<T>(schema: z.ZodType, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new Refusal('bad-request', { issues: result.error.issues.slice(0, 3) });
  // The schemas above are mediasoup's types with bounds; only `uri` and optional keys are spelled wider there.
  return result.data as T;
}

export const readCapabilities = (value: unknown): RtpCapabilities => read(Capabilities, value);
export const readRtpParameters = (kind: 'audio' | 'video', value: unknown): RtpParameters => {
  const rtp = read<RtpParameters>(Parameters, value);
  // mediasoup itself takes audio codecs for a video producer.
  if (!rtp.codecs.every(({ mimeType }) => mimeType.toLowerCase().startsWith(`${kind}/`))) throw new Refusal('bad-request', { kind });
  return rtp;
};
export const readDtlsParameters = (value: unknown): DtlsParameters => {
  const dtls = read<DtlsParameters>(Dtls, value);
  // mediasoup compares fingerprints as text, in upper case.
  return { ...dtls, fingerprints: dtls.fingerprints.map(({ algorithm, value: print }) => ({ algorithm, value: print.toUpperCase() })) };
};
