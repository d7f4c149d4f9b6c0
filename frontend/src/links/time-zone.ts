import { TimeZone } from '@liveclass/contract';

/** The zone of this computer as an IANA name; undefined in the rare browser that says something else. */
export function myTimeZone(): TimeZone | undefined {
  return TimeZone.safeParse(new Intl.DateTimeFormat().resolvedOptions().timeZone).data;
}
