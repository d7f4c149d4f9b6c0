import { Mic, Video, Volume2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { playTestTone } from '../../links/meter.ts';
import type { MyMedia } from '../../models/my-media.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceSelect } from '../../ui/select.tsx';
import { useWatched } from '../../ui/use-watched.ts';
import styles from './device-check.module.css';

const byLabel = (devices: readonly { readonly label: string }[]) => {
  const labels = [...new Set(devices.map(({ label }) => label))];
  return labels.map((label) => ({ id: label, label }));
};

/** Which microphone, camera and speaker; in the lobby and, while the class goes on, in the room. */
export function DeviceSelects({ media }: { readonly media: MyMedia }) {
  const { t } = useTranslation();
  const { devices, choices, microphone, camera } = useWatched(media.state);
  const [isTesting, setIsTesting] = useState(false);
  const microphoneNow = microphone.phase === 'on' ? microphone.track.label : choices.microphone;
  const cameraNow = camera.phase === 'on' ? camera.track.label : choices.camera;
  const test = async () => {
    setIsTesting(true);
    await playTestTone(media.deviceId('speaker')).catch(() => undefined);
    setIsTesting(false);
  };
  return (
    <div className={styles['selects']}>
      <ChoiceSelect
        label={t('check.microphone')}
        icon={<Mic size={16} aria-hidden />}
        options={byLabel(devices.microphones)}
        chosen={microphoneNow}
        placeholder={t('check.default')}
        onChoose={(label) => media.choose('microphone', label)}
      />
      <ChoiceSelect
        label={t('check.camera')}
        icon={<Video size={16} aria-hidden />}
        options={byLabel(devices.cameras)}
        chosen={cameraNow}
        placeholder={t('check.default')}
        onChoose={(label) => media.choose('camera', label)}
      />
      <div className={styles['speaker']}>
        <ChoiceSelect
          label={t('check.speaker')}
          icon={<Volume2 size={16} aria-hidden />}
          options={byLabel(devices.speakers)}
          chosen={choices.speaker ?? devices.speakers[0]?.label}
          placeholder={t('check.default')}
          onChoose={(label) => media.choose('speaker', label)}
        />
        <Button onPress={() => void test()} isDisabled={isTesting}>
          {t(isTesting ? 'check.testing' : 'check.testSpeaker')}
        </Button>
      </div>
    </div>
  );
}
