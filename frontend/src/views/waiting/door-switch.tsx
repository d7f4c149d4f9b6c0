import { Refusal } from '@liveclass/contract';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Lobby } from '../../models/lobby.ts';
import { SwitchInput } from '../../ui/fields.tsx';
import { useHere } from '../house-context.ts';

interface Props {
  readonly isOn: boolean;
  readonly lobby: Pick<Lobby, 'setDoor'>;
}

/** In the lobby: whether students wait to be let in. */
export function DoorSwitch({ isOn, lobby }: Props) {
  const { t } = useTranslation();
  const { notices } = useHere().house;
  // What was clicked is shown at once, until the class says how it is.
  const [wanted, setWanted] = useState<boolean | undefined>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever the class says last is the truth.
  useEffect(() => setWanted(undefined), [isOn]);
  const change = async (now: boolean) => {
    setWanted(now);
    try {
      await lobby.setDoor(now);
    } catch (error) {
      notices.say(`reasons.${error instanceof Refusal ? error.reason : 'unavailable'}`, {}, 'trouble');
      setWanted(undefined);
    }
  };
  return (
    <SwitchInput isOn={wanted ?? isOn} onChange={(now) => void change(now)}>
      {t('waiting.switch')}
    </SwitchInput>
  );
}
