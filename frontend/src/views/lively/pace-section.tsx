import { PaceState, type PaceView } from '@liveclass/contract';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { SwitchInput } from '../../ui/fields.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import { directionOf, isolate, nearestLanguage } from '../../words.ts';
import { useRoom } from '../room/room-context.ts';
import styles from './lively.module.css';
import { PACE_SIGNS } from './signs.ts';

/** For teachers: who says what, and what students see of it. */
export function PaceSection() {
  const { t } = useTranslation();
  const { pace: model } = useRoom().parts.lively;
  const { pace, settings } = useWatched(model.state);
  const isSilent = pace.people.length === 0;
  return (
    <section className={styles['stack']} aria-labelledby="pace-title" data-testid="pace-section">
      <header className={styles['head']}>
        <h3 id="pace-title">{t('pace.title')}</h3>
        {/* There also when there is nothing to clear: what goes while it has the focus takes the whole card with it. */}
        <Button look="quiet" onPress={() => void model.clear()}>
          {t('pace.clear')}
        </Button>
      </header>
      {isSilent ? <p className={styles['soft']}>{t('pace.nobody')}</p> : <WhoSays pace={pace} />}
      <SwitchInput isOn={settings.isPaceShared} onChange={(isPaceShared) => void model.set({ isPaceShared })}>
        {t('pace.share')}
      </SwitchInput>
      <SwitchInput isOn={settings.studentsReact} onChange={(studentsReact) => void model.set({ studentsReact })}>
        {t('lively.allow')}
      </SwitchInput>
    </section>
  );
}

function WhoSays({ pace }: { readonly pace: PaceView }) {
  const { t } = useTranslation();
  const { state: room } = useRoom();
  const names = new Map(room.people.map(({ seatId, name }) => [seatId, name]));
  return (
    <ul className={styles['who']}>
      {PaceState.options.map((state) => {
        const people = pace.people.filter((one) => one.state === state);
        if (people.length === 0) return null;
        const Sign = PACE_SIGNS[state];
        return (
          <li key={state} data-testid="who-says" data-state={state}>
            <Sign size={18} aria-hidden />
            <div>
              <p>{t('lively.count', { count: people.length, what: t(`pace.state.${state}`) })}</p>
              <Names names={people.flatMap(({ seatId }) => names.get(seatId) ?? [])} />
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** Each name set apart, so that one of the other direction of writing moves none of its neighbours. */
function Names({ names }: { readonly names: readonly string[] }) {
  const language = nearestLanguage([useTranslation().i18n.language]);
  const apart = names.map((name) => isolate(name, directionOf(language)));
  return <p className={styles['soft']}>{new Intl.ListFormat(language).format(apart)}</p>;
}
