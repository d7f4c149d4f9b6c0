import { Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useWatched } from '../../ui/use-watched.ts';
import { BarButton } from '../room/bar-button.tsx';
import { useRoom } from '../room/room-context.ts';

/** Raises and lowers one's own hand; shown at once. */
export function HandButton() {
  const { t } = useTranslation();
  const { parts, state } = useRoom();
  const { hands } = parts;
  useWatched(hands.state);
  return (
    <BarButton
      label={t(hands.isMineUp ? 'hands.lower' : 'hands.raise')}
      isOn={hands.isMineUp}
      isSpare={state.me?.role === 'teacher'}
      onPress={() => void hands.toggle()}
    >
      <Hand size={22} aria-hidden />
    </BarButton>
  );
}
