import { SmilePlus } from 'lucide-react';
import { lazy, type RefObject, Suspense } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classes } from '../../ui/classes.ts';
import menu from '../../ui/menu.module.css';
import { useWatched } from '../../ui/use-watched.ts';
import bar from '../room/bar.module.css';
import { BarButton } from '../room/bar-button.tsx';
import { useParts } from '../room/room-context.ts';

const Board = lazy(() => import('./react-board.tsx'));

interface Props {
  readonly isOpen: boolean;
  onToggle(): void;
  /** Where it opens: on a phone the button itself is not there, and the menu opens it. */
  readonly at: RefObject<HTMLElement | null>;
}

/** Opens the reactions and the pace; a dot says that this person's own state stands. */
export function ReactButton({ isOpen, onToggle, at }: Props) {
  const { t } = useTranslation();
  const { pace } = useParts().lively;
  useWatched(pace.state);
  const { mine } = pace;
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={onToggle}>
      <BarButton label={t(mine ? 'lively.openSaying' : 'lively.open', { state: mine && t(`pace.state.${mine}`) })} isSpare>
        <SmilePlus size={22} aria-hidden />
        {mine && <span className={bar['badge']} data-count="•" aria-hidden />}
      </BarButton>
      <Popover triggerRef={at} placement="top" className={classes(menu['popover'])}>
        <Dialog aria-label={t('lively.open')} className={classes(menu['menu'])}>
          <Suspense fallback={<p aria-busy="true">{t('common.loading')}</p>}>
            <Board />
          </Suspense>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
