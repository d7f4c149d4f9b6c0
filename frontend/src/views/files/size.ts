import { LIMITS, type Reason } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** So many bytes, in the person's own writing. */
export function useSize(): (bytes: number) => string {
  const { i18n } = useTranslation();
  return (bytes) => {
    const step = Math.min(UNITS.length - 1, bytes < 1 ? 0 : Math.floor(Math.log(bytes) / Math.log(1024)));
    const format = { style: 'unit', unit: UNITS[step] ?? 'byte', unitDisplay: 'short', maximumFractionDigits: 1 } as const;
    return new Intl.NumberFormat(i18n.language, format).format(bytes / 1024 ** step);
  };
}

/** Why a file was not taken; some reasons mean something else for a file than elsewhere. */
export function useUploadRefusal(most: number = LIMITS.fileBytes): (reason: Reason) => string {
  const { t, i18n } = useTranslation();
  const size = useSize();
  return (reason) => {
    const own = `files.refused.${reason}`;
    return t(i18n.exists(own) ? own : `reasons.${reason}`, { most: size(most) });
  };
}
